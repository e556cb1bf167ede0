// What every view uses: the elements, the state, questions to the core, and pointing at rows.

import { say } from "./texts.js";
import { initial } from "./state.js";

export const $ = (id) => document.getElementById(id);

// The one state; views read it, `change` writes it.
export const page = { state: initial(), core: null, catalog: null, data: null, own: new Set(), pointed: [], answers: new Map(), given: {}, unshared: new Set() };

// How wide an element is. That changes with the page's width only; asked after every change, the browser would lay
// the page out each time.
const widths = new Map();
export function widthOf(id) {
  const width = widths.get(id) ?? $(id).clientWidth;
  if (width > 0) widths.set(id, width);
  return width;
}
export const forgetWidths = () => widths.clear();

// The tables that lie over the built-in ones: those that the page was given, that of the baseline, and the reader's own.
export const tables = (own) =>
  [...(page.given.tables ?? []), ...[page.state.pin?.table, ...own].filter(Boolean).map(({ file, text }) => ({ name: file, text }))];

// The core's answer, kept as long as the tables stay: many views ask the same of one network.
export function ask(name, request) {
  const key = name + JSON.stringify(request);
  let answer = page.answers.get(key);
  if (!answer) {
    answer = page.core.call(name, request);
    if (page.answers.size > 60) page.answers.delete(page.answers.keys().next().value);
    page.answers.set(key, answer);
  }
  return answer;
}

// The colors of kinds in the theme that is shown.
export function colors() {
  const theme = page.state.theme === "dark" ? "dark" : "light";
  const found = {};
  for (const [kind, { color }] of Object.entries(page.catalog.colors)) found[kind] = page.catalog.palette[color][theme];
  return found;
}

export function palette() {
  const theme = page.state.theme === "dark" ? "dark" : "light";
  return Object.fromEntries(Object.entries(page.catalog.palette).map(([name, both]) => [name, both[theme]]));
}

export function toast(message) {
  const element = $("toast");
  element.textContent = message;
  element.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (element.hidden = true), 2600);
}

// Shows what is wrong, where it was asked; nothing hides it.
export function complain(element, error) {
  element.hidden = !error;
  element.textContent = error ? error.message : "";
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(say("copied"));
  } catch {
    // A page from a file may have no clipboard of its own.
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    document.body.append(area);
    area.select();
    const isDone = document.execCommand("copy");
    area.remove();
    toast(say(isDone ? "copied" : "cannotCopy"));
  }
}

export function saveFile(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// Draws anew, and gives the focus back to what had it, if another element stands in its place now.
export function keepFocus(draw) {
  const own = document.activeElement;
  const named = own?.id ? `#${CSS.escape(own.id)}` : [...(own?.attributes ?? [])].filter(({ name }) => name.startsWith("data-"))
    .map(({ name, value }) => `[${name}="${CSS.escape(value)}"]`).join("");
  draw();
  if (named && !own.isConnected) document.querySelector(named)?.focus({ preventScroll: true });
}

// Marks everything that stands for the rows that are pointed at.
export function markPointed() {
  for (const element of document.querySelectorAll(".on:not(.stops i)")) element.classList.remove("on");
  for (const row of page.pointed) {
    for (const element of document.querySelectorAll(`.r${row}`)) element.classList.add("on");
  }
}
