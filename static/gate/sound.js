// One sound and one buzz per answer, made here: rising and short for yes, low and twice for no.
let context = null;
let muted = false;

export function setMuted(value) {
  muted = value;
}

/** Browsers allow sound only after a touch or a key. Not at any key: opening sound takes long enough to tear a scanner's burst. */
export function unlockOnGesture() {
  const unlock = () => {
    context ??= new (window.AudioContext ?? window.webkitAudioContext)();
    context.resume();
  };
  addEventListener("pointerdown", unlock);
  addEventListener("keydown", ({ key }) => { if (key === "Enter") unlock(); });
}

function tone({ from, to = from, at, lasts, shape }) {
  const start = context.currentTime + at;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = shape;
  oscillator.frequency.setValueAtTime(from, start);
  oscillator.frequency.exponentialRampToValueAtTime(to, start + lasts);
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(0.6, start + 0.012);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + lasts);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + lasts + 0.02);
}

const SOUNDS = {
  admitted: [{ from: 660, to: 1320, at: 0, lasts: 0.18, shape: "sine" }],
  refused: [0, 0.24].map((at) => ({ from: 185, at, lasts: 0.19, shape: "square" })),
};
const BUZZ = { admitted: 70, refused: [160, 90, 160] };

export function play(result) {
  navigator.vibrate?.(BUZZ[result]);
  if (!muted && context?.state === "running") SOUNDS[result].forEach(tone);
}
