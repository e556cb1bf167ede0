// Compares two reports of `mobilenet run --format json`: node compare.mjs HERE NATIVE
//
// The same tensors and classes in the same order; the numbers of a tensor within 1e-4 of its standard
// deviation, probabilities within 1e-4 of themselves. Classes have no names in the module.
import { readFileSync } from "node:fs";

const [here, native] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const measures = ["mean", "std", "min", "max", "first", "last", "sample"];
let worst = 0;

function require(holds, what) {
  if (holds) return;
  console.error(`${what} differs`);
  process.exit(1);
}

function compare(got, expected, deviation, what) {
  require(got?.length === expected.length, what);
  for (const [index, number] of expected.entries()) {
    const share = Math.abs(got[index] - number) / deviation;
    require(share <= 1e-4, what);
    worst = Math.max(worst, share);
  }
}

for (const key of ["taps", "outputs"]) {
  require(here[key].length === native[key].length, `the number of ${key}`);
  for (const [index, expected] of native[key].entries()) {
    const got = here[key][index];
    require(`${got.name} ${got.shape}` === `${expected.name} ${expected.shape}`, expected.name);
    for (const measure of measures) {
      compare([got[measure]].flat(), [expected[measure]].flat(), expected.std, expected.name);
    }
  }
}
require(here.classes.length === native.classes.length, "the number of classes");
for (const [index, { index: best, probability }] of native.classes.entries()) {
  require(here.classes[index].index === best, `class ${index + 1}`);
  compare([here.classes[index].probability], [probability], probability, `class ${index + 1}`);
}
console.log(
  `${native.taps.length} blocks and ${native.outputs.length} outputs, within ${worst.toExponential(0)}` +
    " of their deviation",
);
