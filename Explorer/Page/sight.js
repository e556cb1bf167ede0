// A page is longer than a screen: what is in sight follows every change at once, the rest when there is time, or
// as soon as it comes into sight.

import { $, page, keepFocus, markPointed } from "./page.js";

const draws = new Map();
const stale = new Set();
// Whether elements are in sight, as the browser last said.
const sight = new Map();
let resting;

// A little before it is in sight.
const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    sight.set(target.id, isIntersecting);
    if (isIntersecting && stale.has(target.id)) drawPart(target.id);
  }
}, { rootMargin: "100px" });

// Parts of the page in their order: the element of each, and what draws it.
export function watch(parts) {
  for (const [id, part] of Object.entries(parts)) {
    draws.set(id, part);
    observer.observe($(id));
  }
}

// What was hidden is somewhere else now.
export const forgetSight = () => sight.clear();

// To ask for a place makes the browser lay the page out: only until it has said it by itself.
const isInSight = (id) => sight.get(id) ?? $(id).getBoundingClientRect().top < innerHeight + 100;

function drawPart(id) {
  stale.delete(id);
  keepFocus(draws.get(id));
  if (page.pointed.length > 0) markPointed();
}

// Draws parts anew; all of them if none are named.
export function showParts(...ids) {
  for (const id of ids.length > 0 ? ids : draws.keys()) {
    if (isInSight(id)) {
      stale.delete(id);
      draws.get(id)();
    } else stale.add(id);
  }
  clearTimeout(resting);
  if (stale.size > 0) resting = setTimeout(rest, 100);
}

// A part at a time, so that nothing waits for all of them.
function rest() {
  const [id] = stale;
  if (id === undefined) return;
  drawPart(id);
  resting = setTimeout(rest, 0);
}

// Before the page is printed or kept.
export function showAll() {
  for (const id of stale) drawPart(id);
}

export const isComplete = () => stale.size === 0;
