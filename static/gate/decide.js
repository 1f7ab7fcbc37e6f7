// The pure core: who may pass, by the list alone. No clock, no network, no storage in here.
import { contains, groupOf } from "./manifest.js";

const formats = new Map();

/** Local day and time of a moment, as the strings that rules are written in. */
export function localTime(moment, timezone) {
  if (!formats.has(timezone)) {
    formats.set(timezone, new Intl.DateTimeFormat("en-GB", {
      timeZone: timezone, hourCycle: "h23",
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    }));
  }
  const part = Object.fromEntries(formats.get(timezone).formatToParts(moment).map(({ type, value }) => [type, value]));
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` };
}

/** The rules of this gate for one badge; empty when the list does not know the badge. */
export function rulesFor(manifest, ticket) {
  const group = groupOf(manifest, ticket.prefix);
  return manifest.rules.filter((rule) => rule.group === group);
}

const coversDay = (rule, day) => rule.days === undefined || rule.days === null || rule.days.includes(day);
const coversTime = (rule, time) => (!rule.opens || rule.opens <= time) && (!rule.closes || time < rule.closes);

/**
 * {result, reason}, for a duplicate with `first`, for a badge newer than the list with `unlisted`.
 * `ticket.genuine` says whether its signature holds; `log.find(serial, day)` gives the open entry of this device.
 */
export function decide(manifest, ticket, now, log, direction = "in") {
  const refuse = (reason, more = {}) => ({ result: "refused", reason, ...more });
  if (!ticket?.genuine) return refuse("unknown");
  if (contains(manifest.revoked, ticket.prefix)) return refuse("revoked");
  if (direction === "out") return { result: "admitted", reason: null };
  if (contains(manifest.holds, ticket.prefix)) return refuse("manual_hold");
  if (groupOf(manifest, ticket.prefix) === null) return refuse("unknown", { unlisted: true });
  const { day, time } = localTime(now, manifest.timezone);
  const here = rulesFor(manifest, ticket).filter((rule) => rule.admits);
  if (here.length === 0) return refuse("wrong_zone");
  const today = here.filter((rule) => coversDay(rule, day));
  if (today.length === 0) return refuse("wrong_day");
  if (!today.some((rule) => coversTime(rule, time))) return refuse("window");
  const first = log.find(ticket.serial, day);
  if (first) return refuse("duplicate", { first });
  if (manifest.crowdHold) return refuse("full");
  return { result: "admitted", reason: null };
}
