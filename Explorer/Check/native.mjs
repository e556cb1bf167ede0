// Prints the totals of `mobilenet cost NETWORK --format json`, which it reads, as the module does.
import { readFileSync } from "node:fs";

const { parameters, macs } = JSON.parse(readFileSync(0, "utf8")).totals;
console.log(`${parameters} parameters, ${macs} multiply-accumulates`);
