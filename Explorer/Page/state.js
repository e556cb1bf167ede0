// The state of the page, all of it in the address's fragment.

export const version = "1";

export const initial = () => ({
  name: "mobilenet-v2", dialect: "", width: null, height: null, side: null, classes: null,
  view: "explore", by: "row", convention: "paper", device: "raspberry-pi-4", sort: "", row: null,
  hidden: ["kind", "flops", "weightBytes", "bytesMoved", "arithmeticIntensity", "input", "activationBytes"],
  pin: null, language: "en", theme: "light", table: null, square: true,
});

// The network as the core is asked for it.
export const network = (state) => ({
  name: state.dialect ? `${state.name}@${state.dialect}` : state.name,
  width: state.width, classes: state.classes,
  resolution: state.height ? `${state.height}x${state.side ?? state.height}` : null,
});

const keys = { name: "n", dialect: "d", view: "v", by: "by", convention: "c", device: "on", sort: "s", language: "l", theme: "t" };
const numbers = { width: "a", height: "h", side: "w", classes: "k", row: "row" };

export async function written(state) {
  const plain = initial();
  const parts = new URLSearchParams({ x: version });
  for (const [key, short] of Object.entries(keys)) if (state[key] !== plain[key]) parts.set(short, state[key]);
  for (const [key, short] of Object.entries(numbers)) if (state[key] !== null) parts.set(short, state[key]);
  if (state.hidden.join() !== plain.hidden.join()) parts.set("hide", state.hidden.join("."));
  if (!state.square) parts.set("sq", "0");
  if (state.pin) {
    const { table, ...pin } = state.pin;
    parts.set("pin", JSON.stringify(pin));
    if (table) parts.set("base", await packed(JSON.stringify(table)));
  }
  if (state.table) parts.set("yaml", await packed(JSON.stringify(state.table)));
  return parts.toString();
}

// The state of a fragment; throws with what is wrong with it.
export async function read(fragment) {
  const state = initial();
  if (!fragment) return state;
  const parts = new URLSearchParams(fragment);
  if (parts.get("x") !== version) throw new Error(`version ${parts.get("x") ?? "unknown"}, not ${version}`);
  for (const [key, short] of Object.entries(keys)) if (parts.has(short)) state[key] = parts.get(short);
  for (const [key, short] of Object.entries(numbers)) {
    if (!parts.has(short)) continue;
    const number = Number(parts.get(short));
    if (!Number.isFinite(number)) throw new Error(`${short}=${parts.get(short)}`);
    state[key] = number;
  }
  if (parts.has("hide")) state.hidden = parts.get("hide").split(".");
  state.square = parts.get("sq") !== "0";
  if (parts.has("pin")) state.pin = JSON.parse(parts.get("pin"));
  if (state.pin && parts.has("base")) state.pin.table = JSON.parse(await unpacked(parts.get("base")));
  if (parts.has("yaml")) state.table = JSON.parse(await unpacked(parts.get("yaml")));
  return state;
}

async function packed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpacked(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).text();
}
