// The four calls of a gate, each with a time limit. A lost network and a sick server throw `Unreachable`.
export class Unreachable extends Error {}

async function call(path, { token, body, headers = {}, limit }) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), limit);
  const started = performance.now();
  try {
    const response = await fetch(path, {
      method: body ? "POST" : "GET",
      cache: "no-store",
      credentials: "omit",
      signal: controller.signal,
      headers: {
        Accept: "application/json",
        ...(body && { "Content-Type": "application/json" }),
        ...(token && { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.status >= 500) throw new Unreachable(`status ${response.status}`);
    const text = response.status === 304 ? "" : await response.text();
    return {
      status: response.status,
      data: parse(text),
      etag: response.headers.get("ETag"),
      retryAfter: Number(response.headers.get("Retry-After")) || 0,
      took: performance.now() - started,
    };
  } catch (error) {
    throw error instanceof Unreachable ? error : new Unreachable(error.message);
  } finally {
    clearTimeout(timer);
  }
}

/** A captive portal answers with HTML; that is as good as no network. */
function parse(text) {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreachable("not JSON");
  }
}

export const pair = (code, device) => call("/gate/pair/", { body: { code, device }, limit: 10000 });

export function fetchManifest({ token, gate, since, etag }) {
  const query = new URLSearchParams({ gate, ...(since && { since }) });
  return call(`/api/v1/check-ins/manifest/?${query}`, {
    token, limit: 20000, headers: etag ? { "If-None-Match": etag } : {},
  });
}

/** Sends at most 100 scans of one gate; the storage's own fields stay here. */
export function sendScans({ token, gate, scans, limit }) {
  const fields = ({ id, token: code, at, direction, offline, decided, reason }) => ({
    id, token: code, at, direction, offline, ...(decided && { decided, reason: reason ?? "" }),
  });
  return call("/api/v1/check-ins/", { token, limit, body: { gate, scans: scans.map(fields) } });
}
