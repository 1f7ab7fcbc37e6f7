// The answer that fills the screen: one colour, one shape, one reason. A touch or a key goes on at once.
import { describe, spoken } from "./answer.js";

const SHOWN = { admitted: 1500, refused: 2000 };
const byId = (id) => document.getElementById(id);

export class ResultScreen extends EventTarget {
  #box = byId("result");
  #timer = 0;

  constructor() {
    super();
    this.#box.addEventListener("click", () => this.close());
    addEventListener("keydown", (event) => { if (this.open && ["Escape", "Enter", " "].includes(event.key)) this.close(); });
  }

  get open() {
    return !this.#box.hidden;
  }

  show(outcome, manifest) {
    const words = describe(outcome, manifest);
    this.#box.dataset.result = outcome.result;
    this.#box.dataset.direction = outcome.direction;
    for (const key of ["verdict", "reason", "action", "name", "type", "basis"]) this.#fill(key, words[key]);
    this.#fillList("facts", words.facts);
    this.#fillList("flags", words.flags);
    this.#box.hidden = false;
    byId("announce").textContent = spoken(words);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), SHOWN[outcome.result]);
  }

  #fill(key, words) {
    const node = byId(`result-${key}`);
    node.textContent = words;
    node.hidden = words === "";
  }

  #fillList(key, lines) {
    const list = byId(`result-${key}`);
    list.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    list.hidden = lines.length === 0;
  }

  close() {
    if (!this.open) return;
    clearTimeout(this.#timer);
    this.#box.hidden = true;
    byId("announce").textContent = "";
    this.dispatchEvent(new Event("close"));
  }
}
