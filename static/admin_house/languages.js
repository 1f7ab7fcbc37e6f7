/* A switch over the form: all languages of a text side by side, or one alone. */
const KEY = "waic.admin.language";
const inputs = [...document.querySelectorAll("[data-language]")];
const codes = [...new Set(inputs.map((input) => input.dataset.language))];

function show(code, buttons) {
  for (const input of inputs) {
    const cell = input.closest(".fieldBox")?.parentElement;
    if (cell) cell.hidden = code !== "all" && input.dataset.language !== code && !cell.querySelector(".errorlist");
  }
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === code));
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // Private windows may keep nothing; the switch still works.
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

if (codes.length > 1) {
  const bar = document.createElement("div");
  bar.className = "house-switch";
  bar.setAttribute("role", "group");
  const names = { all: "中 · en · de", "zh-hans": "中文", en: "English", de: "Deutsch" };
  const buttons = ["all", ...codes].map((code) => {
    const button = document.createElement("button");
    button.type = "button";
    button.value = code;
    button.textContent = names[code] ?? code;
    button.addEventListener("click", () => show(code, buttons));
    return button;
  });
  bar.append(...buttons);
  document.querySelector("#content-main form:not(.house-acts)")?.before(bar);
  const before = remembered();
  show(before && codes.includes(before) ? before : "all", buttons);
}
