/* Counts down to the end of a pairing code and says when it is over. */
const left = document.querySelector("[data-until]");

function tick() {
  const seconds = Math.floor((Date.parse(left.dataset.until) - Date.now()) / 1000);
  if (seconds <= 0) {
    left.textContent = left.dataset.over;
    left.classList.add("house-over");
    document.querySelector(".house-qr")?.setAttribute("hidden", "");
    return;
  }
  left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  window.setTimeout(tick, 1000);
}

if (left) tick();
