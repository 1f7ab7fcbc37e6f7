// The list with which a gate decides alone: keys, rules, badges as sorted six-byte prefixes.
import { fromBase64, prefixAt } from "./bytes.js";

/** A list older than this decides nothing any more: a lost phone forgets whom it may admit. */
export const LONGEST_AGE = 24 * 3600 * 1000;

/** Joins an answer of the server to what the device had; a full answer replaces everything. */
export function joinManifest(previous, answer, received, etag) {
  const base = answer.full || !previous ? { groups: [], revoked: new Float64Array(0) } : previous;
  return {
    gate: answer.gate,
    edition: answer.edition,
    timezone: answer.timezone ?? "Asia/Shanghai",
    offset: Date.parse(answer.now) - received,
    received,
    cursor: answer.cursor ?? null,
    etag,
    keys: answer.keys ?? base.keys ?? [],
    rules: answer.rules ?? base.rules ?? [],
    types: answer.ticket_types ?? base.types ?? {},
    crowdHold: answer.crowd_hold ?? base.crowdHold ?? false,
    holds: answer.holds ? sortedPrefixes(answer.holds) : (base.holds ?? new Float64Array(0)),
    revoked: merge(base.revoked, sortedPrefixes(answer.revoked ?? [])),
    groups: joinGroups(base.groups, answer.groups ?? []),
  };
}

/** A badge that appears in a new group leaves its old one: the newest word counts. */
function joinGroups(before, added) {
  const groups = new Map(before.map(({ group, serials }) => [group, serials]));
  for (const { group, serials } of added) {
    const fresh = unpack(serials);
    for (const [other, known] of groups) {
      if (other !== group) groups.set(other, known.filter((prefix) => !contains(fresh, prefix)));
    }
    groups.set(group, merge(groups.get(group) ?? new Float64Array(0), fresh));
  }
  return Array.from(groups, ([group, serials]) => ({ group, serials }));
}

function unpack(text) {
  const bytes = fromBase64(text);
  const prefixes = new Float64Array(Math.floor(bytes.length / 6));
  for (let at = 0; at < prefixes.length; at += 1) prefixes[at] = prefixAt(bytes, at * 6);
  return prefixes.sort();
}

function sortedPrefixes(texts) {
  return Float64Array.from(texts, (text) => prefixAt(fromBase64(text))).sort();
}

function merge(left, right) {
  if (right.length === 0) return left;
  if (left.length === 0) return right;
  const both = new Float64Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both.sort();
}

/** Binary search in a sorted array. */
export function contains(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value;
}

/** The group of a badge, or null for one that the list does not know. */
export function groupOf(manifest, prefix) {
  const found = manifest.groups.find(({ serials }) => contains(serials, prefix));
  return found ? found.group : null;
}

export function badgeCount(manifest) {
  return manifest.groups.reduce((sum, { serials }) => sum + serials.length, 0);
}

/** Business time: the device's clock moved to the server's. */
export function businessTime(manifest, deviceTime = Date.now()) {
  return new Date(deviceTime + (manifest?.offset ?? 0));
}

export function usable(manifest, deviceTime = Date.now()) {
  return Boolean(manifest) && deviceTime - (manifest.checked ?? manifest.received) < LONGEST_AGE;
}
