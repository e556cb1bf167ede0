// Figures as files: what a card draws, as SVG or as PNG.

import { network } from "./state.js";
import { showAll } from "./sight.js";
import { page, saveFile, toast } from "./page.js";

// The drawing of a card as a document of its own: its colors stand in it, for it has no page around it.
function document_(id) {
  if (id === "architecture") {
    return page.core.call("draw", { ...network(page.state), figure: "architecture", canvas: "slide", theme: page.state.theme, ground: "yes" }).svg;
  }
  const own = document.getElementById(id).querySelector("svg");
  const copy = own.cloneNode(true);
  const [, , width, height] = own.getAttribute("viewBox").split(" ").map(Number);
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width + 24);
  copy.setAttribute("height", height + 24);
  copy.setAttribute("viewBox", `-12 -12 ${width + 24} ${height + 24}`);
  for (const area of copy.querySelectorAll(".hit, .area")) area.remove();
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = `text { font: 11.5px system-ui, sans-serif; fill: ${color("--muted")} } .strong { fill: ${color("--ink")}; font-weight: 600 } .axis { stroke: ${color("--line")} } .here { fill: none; stroke: ${color("--ink")}; stroke-width: 2 } svg { color: ${color("--ink")} }`;
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [key, value] of Object.entries({ x: -12, y: -12, width: width + 24, height: height + 24, fill: color("--card") })) ground.setAttribute(key, value);
  // What the core draws has its own letters and colors.
  copy.prepend(...(["block", "convolution", "relu"].includes(id) ? [ground] : [style, ground]));
  return new XMLSerializer().serializeToString(copy);
}

// A picture that the page painted is as large as it is; a drawing gets twice its size.
async function pixels(id) {
  const own = document.getElementById(id);
  if (own.matches("canvas")) return new Promise((done) => own.toBlob(done, "image/png"));
  const svg = document_(id);
  const picture = new Image();
  picture.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.width * 2;
  canvas.height = picture.height * 2;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(picture.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

export function startSaving() {
  for (const place of document.querySelectorAll("[data-figure]")) {
    const types = document.getElementById(place.dataset.figure).matches("canvas") ? ["png"] : ["svg", "png"];
    place.innerHTML = types.map((type) => `<button class="quiet" data-type="${type}" aria-label="${place.dataset.figure}.${type}">${type.toUpperCase()}</button>`).join("");
    place.addEventListener("click", async (event) => {
      const { type } = event.target.dataset;
      if (!type) return;
      try {
        showAll();
        const name = `${page.state.name}-${place.dataset.figure}.${type}`;
        if (type === "svg") saveFile(name, "image/svg+xml", document_(place.dataset.figure));
        else saveFile(name, "image/png", await pixels(place.dataset.figure));
      } catch (error) {
        toast(error.message);
      }
    });
  }
}
