// The state of the page, all of it in the address's fragment.

import { bytesOfBase64 } from "./core.js";

export const version = "1";

export const initial = () => ({
  name: "mobilenet-v2", dialect: "", width: null, height: null, side: null, classes: null,
  view: "explore", by: "row", convention: "paper", device: "raspberry-pi-4", sort: "", row: null,
  hidden: ["kind", "flops", "weightBytes", "bytesMoved", "arithmeticIntensity", "input", "activationBytes"],
  pin: null, language: "en", theme: "light", tables: [], square: true,
});

// The network as the core is asked for it.
export const network = (state) => ({
  name: state.dialect ? `${state.name}@${state.dialect}` : state.name,
  width: state.width, classes: state.classes,
  resolution: state.height ? `${state.height}x${state.side ?? state.height}` : null,
});

const keys = { name: "n", dialect: "d", view: "v", by: "by", convention: "c", device: "on", sort: "s", language: "l", theme: "t" };
const numbers = { width: "a", height: "h", side: "w", classes: "k", row: "row" };

// Browsers and chat programs cut longer addresses.
const longest = 30_000;

// The fragment of a state, in which models that were opened are without their weights.
export async function written(state, skeletons = new Map()) {
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
  if (state.tables.length > 0) parts.set("yaml", await packed(JSON.stringify(state.tables)));
  for (const name of shown(state)) {
    const bytes = skeletons.get(name);
    if (bytes && (await fits(bytes))) parts.append("onnx", `${name}:${await packed(bytes)}`);
  }
  return parts.toString();
}

// The networks of a state: the one that is shown, and the one it is compared with.
export const shown = (state) => [...new Set([state.name, state.pin?.name])];

// Whether a model without its weights fits into an address.
export const fits = async (bytes) => bytes.length > 0 && (await packed(bytes)).length <= longest;

// The models of a fragment: names and bytes.
export async function models(fragment) {
  const found = [];
  for (const text of new URLSearchParams(fragment).getAll("onnx")) {
    const end = text.lastIndexOf(":");
    found.push([text.slice(0, end), await unpacked(text.slice(end + 1))]);
  }
  return found;
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
  const json = async (key) => JSON.parse(new TextDecoder().decode(await unpacked(parts.get(key))));
  if (state.pin && parts.has("base")) state.pin.table = await json("base");
  // Older addresses have one table, not a list.
  if (parts.has("yaml")) state.tables = [await json("yaml")].flat();
  return state;
}

async function packed(content) {
  const stream = new Blob([content]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpacked(text) {
  const bytes = bytesOfBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
