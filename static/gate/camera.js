// The camera: preview, a look at the middle of the picture some ten times a second, torch, choice of lens.
import { makeDecoder } from "./decoder.js";

const SIDE = 640;
const PAUSE = 75;

/** Why there can be no camera on this page, or null. */
export function cameraObstacle() {
  if (!window.isSecureContext) return "insecure";
  return navigator.mediaDevices?.getUserMedia ? null : "missing";
}

const OBSTACLES = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "missing", OverconstrainedError: "missing" };

export class Camera extends EventTarget {
  state = "off";
  deviceId = null;
  #video;
  #onCode;
  #track = null;
  #decoder = null;
  #canvas = document.createElement("canvas");
  #round = 0;

  constructor(video, onCode) {
    super();
    this.#video = video;
    this.#onCode = onCode;
  }

  get running() {
    return this.state === "running";
  }

  get hasTorch() {
    return Boolean(this.#track?.getCapabilities?.().torch);
  }

  #set(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }

  async start(deviceId = this.deviceId) {
    const obstacle = cameraObstacle();
    if (obstacle) return this.#set(obstacle);
    this.stop();
    const round = ++this.#round;
    this.#set("starting");
    try {
      const stream = await this.#open(deviceId);
      if (round !== this.#round) return stream.getTracks().forEach((track) => track.stop());
      await this.#show(stream);
      this.#decoder ??= await makeDecoder();
    } catch (error) {
      if (round === this.#round) this.#fail(error);
      return undefined;
    }
    if (round !== this.#round) return undefined;
    this.#set("running");
    return this.#look(round);
  }

  #open(deviceId) {
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: "environment" } };
    return navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, ...which } });
  }

  async #show(stream) {
    [this.#track] = stream.getVideoTracks();
    this.deviceId = this.#track.getSettings().deviceId ?? null;
    this.#track.addEventListener("ended", () => { if (this.running) this.start(); });
    if (this.#track.getCapabilities?.().focusMode?.includes("continuous")) {
      await this.#track.applyConstraints({ advanced: [{ focusMode: "continuous" }] });
    }
    this.#video.srcObject = stream;
    await this.#video.play();
  }

  #fail(error) {
    this.stop();
    this.#set(OBSTACLES[error.name] ?? "busy");
  }

  stop() {
    this.#round += 1;
    this.#video.srcObject?.getTracks().forEach((track) => track.stop());
    this.#video.srcObject = null;
    this.#track = null;
    this.#set("off");
  }

  async setTorch(on) {
    await this.#track?.applyConstraints({ advanced: [{ torch: on }] });
  }

  /** The lenses, named by the browser once the camera may be used. */
  async lenses() {
    if (cameraObstacle()) return [];
    return (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
  }

  async #look(round) {
    const context = this.#canvas.getContext("2d", { willReadFrequently: true });
    while (round === this.#round) {
      if (this.#video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !document.hidden) {
        this.#drawMiddle(context);
        const text = await this.#decoder(this.#canvas, context);
        if (text && round === this.#round) this.#onCode(text);
      }
      await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    }
  }

  #drawMiddle(context) {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const side = Math.min(width, height);
    const target = Math.min(side, SIDE);
    if (this.#canvas.width !== target) this.#canvas.width = this.#canvas.height = target;
    context.drawImage(this.#video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, target, target);
  }
}
