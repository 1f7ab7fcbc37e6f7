// All words come with the page in three languages, so they are there without network too.
const TEXTS = JSON.parse(document.getElementById("gate-texts").textContent);
const KEPT = "gate-language";

export const LANGUAGES = Object.keys(TEXTS);
let language = choose();

function choose() {
  const kept = localStorage.getItem(KEPT);
  if (LANGUAGES.includes(kept)) return kept;
  for (const wanted of navigator.languages) {
    const found = LANGUAGES.find((code) => code.split("-")[0] === wanted.toLowerCase().split("-")[0]);
    if (found) return found;
  }
  return "en";
}

export const currentLanguage = () => language;

/** For dates and numbers: day before month in English too, as on the badges. */
const formatLocale = () => ({ "zh-hans": "zh-CN", en: "en-GB" })[language] ?? language;

export function setLanguage(code) {
  language = code;
  localStorage.setItem(KEPT, code);
}

/** The words for a key, with {name} replaced. */
export function t(key, values = {}) {
  const words = TEXTS[language][key];
  if (words === undefined) throw new Error(`no words for ${key}`);
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The name in the crew's language from {"zh-hans": …, "en": …, "de": …} or a plain text. */
export function nameOf(names) {
  if (!names || typeof names === "string") return names ?? "";
  return names[language] || names.en || Object.values(names).find(Boolean) || "";
}

/** Fills every [data-text] and [data-label] below a node. */
export function translatePage(root = document) {
  document.documentElement.lang = language;
  root.querySelectorAll("[data-text]").forEach((node) => { node.textContent = t(node.dataset.text); });
  root.querySelectorAll("[data-label]").forEach((node) => { node.setAttribute("aria-label", t(node.dataset.label)); });
}

/** 12 s, 3 min, 2 h. */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return t("seconds", { n: seconds });
  return seconds < 3600 ? t("minutes", { n: Math.floor(seconds / 60) }) : t("hours", { n: Math.floor(seconds / 3600) });
}

export const number = (value) => new Intl.NumberFormat(formatLocale()).format(value);

/** A moment at the place of the gate, zone named. */
export function placeTime(iso, timezone) {
  const format = { timeZone: timezone, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const time = new Intl.DateTimeFormat(formatLocale(), format).format(new Date(iso));
  return timezone === "Asia/Shanghai" ? t("shanghai_time", { time }) : `${time} (${timezone})`;
}

export function localDay(day) {
  const [year, month, date] = day.split("-").map(Number);
  const format = new Intl.DateTimeFormat(formatLocale(), { timeZone: "UTC", day: "numeric", month: "short" });
  return format.format(new Date(Date.UTC(year, month - 1, date)));
}
