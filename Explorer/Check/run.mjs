// Prints what a WebAssembly module without imports says of a network: its totals, or with a resolution the
// report of a run: node run.mjs MODULE.wasm NETWORK [RESOLUTION]
import { readFileSync } from "node:fs";

const [path, network, resolution] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(path));
const imports = WebAssembly.Module.imports(module);
if (imports.length > 0) {
  console.error("the module imports", imports.map((entry) => entry.name).join(", "));
  process.exit(1);
}
const { memory, name, totals, run, text } = new WebAssembly.Instance(module, {}).exports;
const asked = new TextEncoder().encode(network);
const place = name(asked.length);
new Uint8Array(memory.buffer).set(asked, place);
const length = resolution === undefined ? totals() : run(Number(resolution));
console.log(new TextDecoder().decode(new Uint8Array(memory.buffer, text(), length)));
