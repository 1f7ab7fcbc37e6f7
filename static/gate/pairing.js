// Binding this device to a gate: by the address in the QR code, by scanning it here, or by typing its code.
import { Unreachable, pair } from "./api.js";

const IN_ADDRESS = /[#&?]pair=([0-9A-Za-z]{10})(?![0-9A-Za-z])/;
const TYPED = /^[0-9A-Z]{10}$/;

/** The pairing code in a scanned or opened address, or null. */
export function codeInAddress(text) {
  return IN_ADDRESS.exec(text)?.[1] ?? null;
}

/** The code in what a person typed or a scanner sent: an address, or ten characters with any spacing. */
export function codeInText(text) {
  const plain = text.toUpperCase().replace(/[\s-]/g, "");
  return codeInAddress(text) ?? (TYPED.test(plain) ? plain : null);
}

/** Takes the code out of the address bar, so that a reload or a screenshot does not repeat it. */
export function takeCodeFromAddress() {
  const code = codeInAddress(location.hash);
  if (code) history.replaceState(null, "", location.pathname);
  return code;
}

export function guessDeviceName() {
  const kind = /iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(navigator.userAgent)?.[0] ?? "Browser";
  const mark = crypto.getRandomValues(new Uint16Array(1))[0].toString(36).toUpperCase().padStart(4, "0");
  return `${kind} ${mark}`;
}

/** {pairing} or {problem: key of a sentence}. */
export async function requestPairing(code, device) {
  try {
    const { status, data } = await pair(code, device);
    if (status === 200) return { pairing: { device, ...data } };
    if (status === 429) return { problem: "pair_many" };
    return { problem: "pair_wrong" };
  } catch (error) {
    if (error instanceof Unreachable) return { problem: "pair_no_network" };
    throw error;
  }
}
