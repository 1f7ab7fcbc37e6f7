// Where the two vendored libraries lie; sw.js stores the same files for days without network.
const vendor = (path) => new URL(`../vendor/${path}`, import.meta.url).href;

export const NOBLE_ED25519 = vendor("noble-ed25519/index.js");
export const ZXING_READER = vendor("zxing-wasm/dist/es/reader/index.js");
export const ZXING_WASM = vendor("zxing-wasm/dist/reader/zxing_reader.wasm");
