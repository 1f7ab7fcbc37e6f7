// Turns an outcome into words: verdict, reason, what to do, and the facts that help. Used by screen, list and voice.
import { localDay, nameOf, placeTime, span, t } from "./texts.js";

const FLAGS = ["guardian_lane", "wheelchair", "pram", "vip", "sample"];

const verdictOf = ({ result, direction }) => t(result === "refused" ? "verdict_refused" : `verdict_${direction}`);

function reasonOf({ reason, unsure }) {
  if (unsure) return t(`unsure_${unsure}`);
  return reason ? t(`reason_${reason}`) : "";
}

function actionOf({ reason, unsure }) {
  if (!reason || unsure) return "";
  return t(`action_${reason}`);
}

/** For a wrong day or hour: when it would be right, as far as the list tells. */
function validity({ reason, rules }) {
  if (reason === "wrong_day") {
    const days = [...new Set(rules.flatMap((rule) => rule.days ?? []))].sort();
    return days.length ? t("valid_days", { days: days.map(localDay).join(", ") }) : "";
  }
  if (reason === "window") {
    const hours = [...new Set(rules.filter((rule) => rule.opens && rule.closes).map((rule) => `${rule.opens}–${rule.closes}`))];
    return hours.length ? t("valid_hours", { hours: hours.join(", ") }) : "";
  }
  return "";
}

export function describe(outcome, manifest) {
  const timezone = manifest?.timezone ?? "Asia/Shanghai";
  const { first } = outcome;
  return {
    good: outcome.result === "admitted",
    verdict: verdictOf(outcome),
    reason: reasonOf(outcome),
    action: actionOf(outcome),
    name: outcome.name ?? "",
    type: nameOf(outcome.type),
    facts: [
      first ? t("first_scan", { gate: first.gate, time: placeTime(first.at, timezone) }) : "",
      validity(outcome),
    ].filter(Boolean),
    flags: (outcome.flags ?? []).filter((flag) => FLAGS.includes(flag)).map((flag) => t(`flag_${flag}`)),
    basis: outcome.offline && manifest && !outcome.unsure
      ? t("by_list", { age: span(Date.now() - manifest.checked) })
      : "",
  };
}

/** One sentence for screen readers. */
export function spoken({ verdict, reason, name, type, facts, flags }) {
  return [verdict, reason, name, type, ...facts, ...flags].filter(Boolean).join(". ");
}
