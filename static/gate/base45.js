// Base45 after RFC 9285: two bytes become three characters of the QR alphanumeric set.
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUE = new Map([...ALPHABET].map((character, value) => [character, value]));

/** The bytes behind the text, or null where the text is not base45. */
export function decodeBase45(text) {
  if (text.length % 3 === 1) return null;
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = [...text.slice(at, at + 3)].map((character) => VALUE.get(character));
    if (digits.includes(undefined)) return null;
    const number = digits.reduce((sum, digit, place) => sum + digit * 45 ** place, 0);
    if (digits.length === 3) {
      if (number > 0xffff) return null;
      bytes.push(number >> 8, number & 0xff);
    } else {
      if (number > 0xff) return null;
      bytes.push(number);
    }
  }
  return Uint8Array.from(bytes);
}
