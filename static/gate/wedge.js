// A hand scanner is a keyboard that types very fast and ends with Enter. Its burst counts wherever the focus is.
const LONGEST_GAP = 150;
const MEAN_GAP = 60;
const SHORTEST = 8;
// Nobody types the start of a ticket code by chance, so a slow link or a busy phone may take longer over it.
const TICKET = "W1:";
const TICKET_GAP = 2000;

// Scanners send US key positions; on a German layout or under a Chinese input method the letters come out wrong.
const US_PLAIN = { Space: " ", Minus: "-", Period: ".", Slash: "/", Semicolon: ";", Equal: "=" };
const US_SHIFT = { Digit4: "$", Digit5: "%", Digit8: "*", Equal: "+", Semicolon: ":", Digit3: "#", Slash: "?", Minus: "_" };

function usCharacter({ code, shiftKey }) {
  if (shiftKey && US_SHIFT[code]) return US_SHIFT[code];
  if (/^Key[A-Z]$/.test(code)) return code.at(-1);
  if (/^(Digit|Numpad)[0-9]$/.test(code)) return code.at(-1);
  return US_PLAIN[code] ?? "";
}

const isTicket = (text) => text.length > 0 && TICKET.startsWith(text.slice(0, TICKET.length));
const isField = (element) => element.matches?.("input:not([type=radio], [type=checkbox]), textarea");

/** Calls `take(typed, byPosition)` with what the scanner sent, once as letters and once as US key positions. */
export function listenForScanner(take) {
  let typed = "";
  let byPosition = "";
  let length = 0;
  let first = 0;
  let last = 0;
  let before = "";

  const ours = () => isTicket(typed) || isTicket(byPosition);
  const reset = () => { typed = ""; byPosition = ""; length = 0; };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Shift") return;
    if (event.timeStamp - last > (ours() ? TICKET_GAP : LONGEST_GAP)) reset();
    if (length === 0) first = event.timeStamp;
    last = event.timeStamp;
    if (event.key === "Enter") {
      if (length >= SHORTEST && (ours() || (last - first) / length < MEAN_GAP)) {
        event.preventDefault();
        event.stopPropagation();
        if (isField(event.target)) event.target.value = before;
        take(typed, byPosition);
      }
      reset();
      return;
    }
    if (event.key.length !== 1 && event.key !== "Process") return reset(); // somebody edits by hand
    if (length === 0) before = event.target.value ?? "";
    length += 1;
    typed += event.key.length === 1 ? event.key : "";
    byPosition += usCharacter(event);
    // A space inside a burst must not press the button that happens to have the focus.
    if (length > 2 && !isField(event.target)) event.preventDefault();
  }, { capture: true });

  addEventListener("keyup", (event) => {
    if (event.key === " " && length > 2 && !isField(event.target)) event.preventDefault();
  }, { capture: true });
}
