// Small conversions shared by tickets and the list of badges.

/** Bytes of a base64 or base64url text, padding optional. */
export function fromBase64(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** The first six bytes of a serial as one number: 48 bits fit a double exactly. */
export function prefixAt(bytes, start = 0) {
  let number = 0;
  for (let at = start; at < start + 6; at += 1) number = number * 256 + bytes[at];
  return number;
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A version 4 UUID that also works where randomUUID is missing (plain http, older phones). */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
