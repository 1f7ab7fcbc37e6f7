// The list with which a gate decides alone: keys, rules, badges as sorted six-byte prefixes.
import { fromBase64, prefixAt } from "./bytes.js";

/** A list older than this decides nothing any more: a lost phone forgets whom it may admit. */
const LONGEST_AGE = 24 * 3600 * 1000;
const NONE = new Float64Array(0);

/**
 * Joins an answer of the server to what the device had; a full answer replaces everything.
 * Null when the gate's rules have changed since: a partial answer then says too little.
 */
export function joinManifest(previous, answer, received, etag) {
  if (!answer.full && answer.version !== previous?.version) return null;
  const base = answer.full ? { groups: [], revoked: NONE, rules: [] } : previous;
  return {
    gate: answer.gate,
    edition: answer.edition,
    version: answer.version,
    timezone: answer.timezone ?? "Asia/Shanghai",
    offset: Date.parse(answer.now) - received,
    received,
    cursor: answer.cursor ?? null,
    etag,
    keys: answer.keys,
    rules: joinRules(base.rules, answer.rules),
    crowdHold: answer.crowd_hold ?? false,
    holds: sortedPrefixes(answer.holds ?? []),
    revoked: add(base.revoked, sortedPrefixes(answer.revoked)),
    groups: joinGroups(base.groups, answer.groups),
  };
}

/** A partial answer brings the rules of the groups it names; the others stay as they were. */
function joinRules(before, rules) {
  const named = new Set(rules.map(({ group }) => group));
  return [...before.filter(({ group }) => !named.has(group)), ...rules];
}

/** A badge that appears in a new group leaves its old one: the newest word counts. */
function joinGroups(before, added) {
  const groups = new Map(before.map(({ group, serials }) => [group, serials]));
  for (const { group, serials } of added) {
    const known = groups.get(group) ?? NONE;
    const fresh = unpack(serials).filter((prefix) => !contains(known, prefix));
    if (fresh.length === 0) continue;
    for (const [other, theirs] of groups) {
      if (other !== group && fresh.some((prefix) => contains(theirs, prefix))) {
        groups.set(other, theirs.filter((prefix) => !contains(fresh, prefix)));
      }
    }
    groups.set(group, add(known, fresh));
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

/** Answers overlap on purpose, so what is there already is not added again; unchanged lists stay the same object. */
function add(known, more) {
  const fresh = more.filter((prefix) => !contains(known, prefix));
  if (fresh.length === 0) return known;
  const both = new Float64Array(known.length + fresh.length);
  both.set(known);
  both.set(fresh, known.length);
  return both.sort();
}

/** The long lists, apart from the small rest, so that they are written to storage only when they changed. */
export function splitManifest({ groups, revoked, ...head }) {
  return { head, lists: { groups, revoked } };
}

export function sameLists(left, right) {
  return left.revoked === right.revoked && left.groups.length === right.groups.length
    && left.groups.every(({ serials }, place) => serials === right.groups[place].serials);
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
  return Boolean(manifest) && deviceTime - manifest.checked < LONGEST_AGE;
}
