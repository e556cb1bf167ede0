// Joins the page's parts to one file: node bundle.mjs CORE.wasm PAGE.html
//
// Scripts are plain modules, in the order of main.js's imports; joined, they need none. The core is gzipped
// and written in base64, because a page that is opened from a file may fetch nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const [corePath, pagePath] = process.argv.slice(2);
const folder = join(dirname(fileURLToPath(import.meta.url)), "Page");
const read = (name) => readFileSync(join(folder, name), "utf8");

const seen = new Set();
function joined(name) {
  if (seen.has(name)) return "";
  seen.add(name);
  const own = read(name);
  const others = [...own.matchAll(/^import .* from "\.\/(.+)";$/gm)].map((match) => match[1]);
  const body = own
    .replaceAll(/^import .* from ".+";$\n/gm, "")
    .replaceAll(/^export /gm, "");
  return others.map(joined).join("") + `// ${name}\n${body}\n`;
}

const main = joined("main.js");
// Two parts may not use one name for different things.
const names = [...main.matchAll(/^(?:async )?(?:function|const|let|class) (\w+)/gm)].map((match) => match[1]);
const twice = names.find((name, index) => names.indexOf(name) < index);
if (twice) throw new Error(`two parts of the page define ${twice}`);

// A closing tag would end the script, wherever it stands.
const script = (text) => text.replaceAll("</script", "<\\/script");
const core = gzipSync(readFileSync(corePath), { level: 9 }).toString("base64");
const page = read("page.html")
  .replace("/* style.css */", () => read("style.css"))
  .replace("/* worker.js */", () => script(read("worker.js")))
  .replace("/* core */", () => core)
  .replace("/* main.js */", () => script(main));
writeFileSync(pagePath, page);
