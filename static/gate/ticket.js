// Reads a ticket code and proves its signature: "W1:" + base45(version, key id, serial, signature).
import { decodeBase45 } from "./base45.js";
import { fromBase64, prefixAt, toHex } from "./bytes.js";
import { NOBLE_ED25519 } from "./vendor.js";

const MARK = "W1:";
const SIGNED = 18;
const LENGTH = 82;
const CONTEXT = new TextEncoder().encode("WAIC ticket v1\0");

/** What stands in the code, or null when it is no ticket of ours. Nothing is proven yet. */
export function readTicket(text) {
  if (!text.startsWith(MARK)) return null;
  const bytes = decodeBase45(text.slice(MARK.length));
  if (bytes === null || bytes.length !== LENGTH || bytes[0] !== 1) return null;
  const message = new Uint8Array(CONTEXT.length + SIGNED);
  message.set(CONTEXT);
  message.set(bytes.subarray(0, SIGNED), CONTEXT.length);
  return {
    keyId: bytes[1],
    serial: toHex(bytes.subarray(2, SIGNED)),
    prefix: prefixAt(bytes, 2),
    message,
    signature: bytes.slice(SIGNED),
  };
}

/** Checks signatures against the keys of the list; keys are imported once. */
export class Verifier {
  #keys = new Map();

  /** True or false; throws where this browser can compute no signature at all. */
  async genuine(ticket, keys) {
    const key = keys.find(({ id }) => id === ticket.keyId);
    if (!key) return false;
    if (!this.#keys.has(key.public)) this.#keys.set(key.public, makeCheck(fromBase64(key.public)));
    const check = await this.#keys.get(key.public);
    return check(ticket.signature, ticket.message);
  }
}

async function makeCheck(bytes) {
  try {
    const key = await crypto.subtle.importKey("raw", bytes, { name: "Ed25519" }, false, ["verify"]);
    return (signature, message) => crypto.subtle.verify("Ed25519", key, signature, message);
  } catch {
    // Phones older than 2025 know no Ed25519 in WebCrypto; the library needs only its SHA-512.
    const { verifyAsync } = await import(NOBLE_ED25519);
    return (signature, message) => verifyAsync(signature, message, bytes);
  }
}
