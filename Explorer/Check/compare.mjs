// Compares two reports of `mobilenet run --format json`: node compare.mjs HERE NATIVE
//
// The same tensors and classes in the same order; every number within 1e-4 of the largest magnitude of its
// tensor, every probability within 1e-4 of the largest one. Classes have no names in the module.
import { readFileSync } from "node:fs";

const [here, native] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const measures = ["mean", "std", "min", "max", "first", "last", "sample"];
const tolerance = 1e-4;
let worst = 0;

function require(holds, what) {
  if (holds) return;
  console.error(`${what} differs`);
  process.exit(1);
}

function compare(got, expected, scale, what) {
  require(got.length === expected.length, what);
  for (const [index, number] of expected.entries()) {
    const difference = Math.abs(got[index] - number);
    const agrees = Number.isFinite(got[index]) && difference <= tolerance * scale;
    require(agrees, `${what}: ${got[index]}, natively ${number},`);
    if (scale > 0) worst = Math.max(worst, difference / scale);
  }
}

for (const key of ["taps", "outputs"]) {
  require(here[key].length === native[key].length, `the number of ${key}`);
  for (const [index, expected] of native[key].entries()) {
    const got = here[key][index];
    require(`${got.name} ${got.shape}` === `${expected.name} ${expected.shape}`, expected.name);
    const scale = Math.max(Math.abs(expected.min), Math.abs(expected.max));
    for (const measure of measures) {
      const numbers = [got, expected].map((tensor) => [tensor[measure]].flat());
      compare(...numbers, scale, `${measure} of ${expected.name}`);
    }
  }
}
require(here.classes.length === native.classes.length, "the number of classes");
for (const [index, { index: best, probability }] of native.classes.entries()) {
  const got = here.classes[index];
  require(got.index === best, `class ${index + 1}`);
  compare([got.probability], [probability], native.classes[0].probability, `class ${index + 1}`);
}
console.log(
  `${native.taps.length} blocks and ${native.outputs.length} outputs within ${worst.toExponential(0)}` +
    " of their largest magnitude",
);
