// Finds a QR code in a picture: the phone's own detector where there is one, zxing in WebAssembly otherwise.
// Runs in the page, not in a worker: a worker below /static/ would be out of reach of /gate/sw.js, so lost offline.
import { ZXING_READER, ZXING_WASM } from "./vendor.js";

const OPTIONS = { formats: ["QRCode"], tryHarder: true, tryInvert: true, tryRotate: false, maxNumberOfSymbols: 1 };

async function nativeDetector() {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (!formats?.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? null;
}

async function zxingDetector() {
  const { prepareZXingModule, readBarcodes } = await import(ZXING_READER);
  await prepareZXingModule({ overrides: { locateFile: () => ZXING_WASM }, fireImmediately: true });
  return async (canvas, context) => {
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    return (await readBarcodes(picture, OPTIONS))[0]?.text ?? null;
  };
}

/** A function (canvas, context) → text or null. A native detector that breaks is replaced at once. */
export async function makeDecoder() {
  const native = await nativeDetector();
  if (!native) return zxingDetector();
  let detect = native;
  return async (canvas, context) => {
    try {
      return await detect(canvas, context);
    } catch (error) {
      if (detect !== native) throw error;
      detect = await zxingDetector();
      return detect(canvas, context);
    }
  };
}
