// Starts the page: state in, view out.

import { loadCore, bytesOfBase64 } from "./core.js";
import { say, sayAll, setLanguage, currentLanguage, missingTexts } from "./texts.js";
import { escaped } from "./numbers.js";
import { network, read, written, models, fits, initial } from "./state.js";
import { $, page, ask, complain, copyText, toast, keepFocus, forgetWidths, markPointed } from "./page.js";
import { compute, startExploring, showExplore, showTotals, showColumns, shownRow } from "./explore.js";
import { showParts, showAll, forgetSight, isComplete } from "./sight.js";
import { nextOrder } from "./table.js";
import { showEdit, startEditing, editRow, layTables, openTable, remember } from "./edit.js";
import { startSaving } from "./figures.js";
import { loadGlossary, showTerms } from "./glossary.js";
import { startLearning, showLearn } from "./learn.js";
import { startRunning, showRun, openPicture, runAnswers } from "./run.js";

const views = ["explore", "edit", "learn", "run"];
const viewTexts = { explore: "explore", edit: "editView", learn: "learn", run: "run" };
const timings = { frames: [], core: [], start: 0 };

// MARK: From state to view

// Computes and shows; if the state is impossible, says so and shows what was before.
function update() {
  const began = performance.now();
  const spent = page.core.spent;
  try {
    page.data = compute(page.state);
    complain($("message"), null);
  } catch (error) {
    complain($("message"), error);
    showChoice();
    return;
  }
  showChoice();
  keepFocus(showView);
  // With the layout that the browser has to make of it.
  document.body.getBoundingClientRect();
  timings.frames.push(performance.now() - began);
  timings.core.push(page.core.spent - spent);
  store();
}

let isScheduled = false;
// A change of the state is shown with the next frame, however many there are before it.
page.change = (changes = {}) => {
  Object.assign(page.state, changes);
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    update();
  });
};

function showView() {
  const { state } = page;
  if ($(`view-${state.view}`).hidden) forgetSight();
  for (const view of views) $(`view-${view}`).hidden = view !== state.view;
  for (const button of $("views").children) button.setAttribute("aria-current", button.dataset.view === state.view ? "page" : "false");
  document.querySelector(".totals").hidden = state.view === "learn";
  const { title } = page.data.outline;
  $("printed").textContent = [title, state.dialect && `@${state.dialect}`, ...["width", "height", "side", "classes"].map((id) => `${say(id === "width" ? "alpha" : id)} ${$(`${id}-text`).value}`)].filter(Boolean).join("  ·  ");
  if (state.view === "explore") showExplore();
  else showTotals();
  if (state.view === "edit") showEdit();
  if (state.view === "learn") showLearn();
  if (state.view === "run") showRun();
  showTerms();
}

let storing;
function store() {
  clearTimeout(storing);
  storing = setTimeout(async () => {
    const fragment = `#${await written(page.state, page.core.skeletons)}`;
    if (location.hash !== fragment) history.replaceState(null, "", fragment);
  }, 120);
}

// MARK: What can be chosen

const known = () => ask("network", { name: page.state.name });

page.showNetworks = showNetworks;
let shownCatalog;
function showNetworks() {
  shownCatalog = page.catalog;
  const groups = ["family", "yardstick", "system", "other"];
  $("network").innerHTML = groups.map((kind) => {
    const own = page.catalog.networks.filter((one) => one.kind === kind);
    return own.length === 0 ? "" : `<optgroup label="${say(kind)}">${own.map(({ name, title }) => `<option value="${escaped(name)}">${escaped(title)}</option>`).join("")}</optgroup>`;
  }).join("");
  $("convention").innerHTML = ["paper", ...page.catalog.conventions.filter((name) => name !== "paper")]
    .map((name) => `<option value="${escaped(name)}">${name === "paper" ? say("exact") : say("asCounted", { name })}</option>`).join("");
  $("device").innerHTML = page.catalog.devices.map(({ name, title }) => `<option value="${escaped(name)}">${escaped(title.split(",")[0])}</option>`).join("");
  $("by").innerHTML = ["part", "row", "block", "layer"].map((by) => `<button data-by="${by}">${say(by)}</button>`).join("");
  $("views").innerHTML = views.map((view) => `<button data-view="${view}">${say(viewTexts[view])}</button>`).join("");
  showColumns();
}

const logarithmic = (classes) => Math.round(Math.log10(Math.max(classes, 1)) * 200);

function showChoice() {
  const { state, data } = page;
  const own = known();
  if (!own) return;
  if (shownCatalog !== page.catalog) showNetworks();
  $("network").value = state.name;
  if ($("dialect").dataset.of !== state.name + currentLanguage()) {
    $("dialect").dataset.of = state.name + currentLanguage();
    $("dialect").innerHTML = [`<option value="">${say("noDialect")}</option>`, ...own.dialects.map((name) => `<option value="${escaped(name)}">@${escaped(name)}</option>`)].join("");
  }
  $("dialect").value = state.dialect;
  $("dialect").disabled = own.dialects.length === 0;
  const width = state.width ?? own.width;
  const height = state.height ?? own.input.height;
  const side = state.side ?? state.height ?? own.input.width;
  const set = (id, value, text, isOff) => {
    if (document.activeElement !== $(id) || $(id).type !== "range") $(id).value = value;
    if (document.activeElement !== $(`${id}-text`)) $(`${id}-text`).value = text;
    $(id).disabled = $(`${id}-text`).disabled = isOff;
    $(`field-${id}`).classList.toggle("off", isOff);
    $(id).setAttribute("aria-valuetext", text);
  };
  const largest = Math.max(512, own.input.height * 2, own.input.width * 2);
  $("height").max = $("side").max = largest;
  set("width", width, own.hasWidths ? width.toFixed(2).replace(/0$/, "") : "–", !own.hasWidths);
  set("height", height, String(height), false);
  set("side", side, String(side), false);
  const classes = state.classes ?? own.classes;
  set("classes", classes ? logarithmic(classes) : 0, classes ? String(classes) : "–", own.classes === null);
  $("square").textContent = say(state.square ? "squareOn" : "squareOff");
  $("square").setAttribute("aria-pressed", String(state.square));
  const stops = data?.accuracy.stops ?? [];
  const marks = (id, values, value, low, high) => {
    $(`${id}-stops`).innerHTML = values.filter((stop) => stop >= low && stop <= high)
      .map((stop) => `<i class="${stop === value ? "on" : ""}" style="left:${(100 * (stop - low)) / (high - low)}%" title="${stop}"></i>`).join("");
  };
  stopsOf.width = [...new Set([own.width, ...stops.map((stop) => stop.width)])];
  stopsOf.height = [...new Set([own.input.height, ...stops.map((stop) => Number(stop.resolution.split("x")[0]))])];
  marks("width", own.hasWidths ? stopsOf.width : [], width, 0.1, 2);
  marks("height", stopsOf.height, height, 32, largest);
  for (const button of $("by").children) button.setAttribute("aria-pressed", String(button.dataset.by === state.by));
  $("convention").value = state.convention;
  $("device").value = state.device;
}

const stopsOf = { width: [], height: [] };
// A published number that is near, or the number itself.
const snapped = (value, stops, reach) => stops.find((stop) => Math.abs(stop - value) <= reach) ?? value;

// Sides that every network allows, if the one that is asked for does not fit: multiples of 32.
function fitting(height, side) {
  const asked = { ...network(page.state), resolution: `${height}x${side}` };
  try {
    ask("outline", asked);
    return [height, side];
  } catch {
    const near = (length) => Math.max(32, Math.round(length / 32) * 32);
    return [near(height), near(side)];
  }
}

function setHeight(height) {
  const [fit, side] = fitting(height, page.state.square ? height : page.state.side ?? known().input.width);
  page.change({ height: fit, side: page.state.square ? fit : side });
}

function setSide(side) {
  const [height, fit] = fitting(page.state.square ? side : page.state.height ?? known().input.height, side);
  page.change({ height, side: fit });
}

function start() {
  $("network").addEventListener("change", (event) => {
    const before = page.state;
    page.change({ name: event.target.value, dialect: "", row: null, classes: null });
    // A size that people chose stays, a width that the next table lacks does not.
    const own = known();
    if (!own.hasWidths) page.state.width = null;
    if (before.height !== null && own.kind === "system") Object.assign(page.state, { height: null, side: null });
    page.state.square = page.state.height === null ? own.input.height === own.input.width : page.state.square;
  });
  $("dialect").addEventListener("change", (event) => page.change({ dialect: event.target.value }));
  $("width").addEventListener("input", (event) => page.change({ width: snapped(Number(event.target.value), stopsOf.width, 0.015) }));
  $("height").addEventListener("input", (event) => setHeight(snapped(Number(event.target.value), stopsOf.height, 3)));
  $("side").addEventListener("input", (event) => setSide(snapped(Number(event.target.value), stopsOf.height, 3)));
  $("classes").addEventListener("input", (event) => {
    const classes = Math.round(10 ** (Number(event.target.value) / 200));
    const own = known().classes;
    page.change({ classes: Math.abs(logarithmic(own) - event.target.value) <= 6 ? own : classes });
  });
  for (const id of ["width", "height", "side", "classes"]) {
    $(`${id}-text`).addEventListener("change", (event) => {
      const number = Number(event.target.value.replace(",", "."));
      if (!Number.isFinite(number) || event.target.value.trim() === "") return showChoice();
      if (id === "height") page.change(page.state.square ? { height: number, side: number } : { height: number });
      else if (id === "side") page.change(page.state.square ? { height: number, side: number } : { height: page.state.height ?? known().input.height, side: number });
      else page.change({ [id]: number });
    });
  }
  $("square").addEventListener("click", () => page.change(page.state.square ? { square: false } : { square: true, side: page.state.height }));
  $("convention").addEventListener("change", (event) => page.change({ convention: event.target.value }));
  $("device").addEventListener("change", (event) => page.change({ device: event.target.value }));
  $("by").addEventListener("click", (event) => event.target.dataset.by && page.change({ by: event.target.dataset.by }));
  $("views").addEventListener("click", (event) => event.target.dataset.view && page.change({ view: event.target.dataset.view }));
  $("column-list").addEventListener("change", (event) => {
    const { column } = event.target.dataset;
    page.change({ hidden: event.target.checked ? page.state.hidden.filter((key) => key !== column) : [...page.state.hidden, column] });
  });
  $("costs").addEventListener("click", (event) => {
    const order = event.target.closest("[data-sort]");
    if (order) return page.change({ sort: nextOrder(page.state.sort, order.dataset.sort) });
    const edited = event.target.closest("[data-edit]");
    if (edited) editRow(edited.dataset.edit);
  });
  $("copy-menu").addEventListener("click", (event) => {
    const { copy } = event.target.dataset;
    if (!copy) return;
    const asked = { ...network(page.state), by: page.state.by, convention: page.state.convention };
    const answer = page.core.call("cost", copy === "json" ? asked : { ...asked, format: copy });
    copyText(copy === "json" ? JSON.stringify(answer, null, 2) : answer.text);
    $("copy-menu").open = false;
  });
  $("totals").addEventListener("click", (event) => {
    if (event.target.id === "pin") setPin(page.state.pin ? null : network(page.state));
  });
  $("other").addEventListener("change", (event) => {
    const name = event.target.value;
    // At the size that was chosen, if the other network can have it.
    let pin = { name, width: null, classes: null, resolution: network(page.state).resolution };
    try {
      ask("outline", pin);
    } catch {
      pin = { ...pin, resolution: null };
    }
    if (name) setPin(pin);
  });
  $("swap").addEventListener("click", () => {
    const { pin } = page.state;
    const [height, side = height] = (pin.resolution ?? "").split("x").map(Number);
    const [name, dialect = ""] = pin.name.split("@");
    page.change({ pin: network(page.state), name, dialect, width: pin.width, classes: pin.classes, height: height || null, side: side || null, row: null });
  });
  const choosePublished = (event) => {
    const go = event.target.closest("[data-go]");
    if (!go) return;
    event.preventDefault();
    const { name, width, resolution } = JSON.parse(go.dataset.go);
    const [height, side = height] = resolution.split("x").map(Number);
    const own = ask("network", { name });
    page.change({ name, dialect: "", width: own.hasWidths ? width : null, height, side, classes: null, row: null });
  };
  $("accuracy").addEventListener("click", choosePublished);
  $("accuracy").addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && choosePublished(event));
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest(".menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  $("edit-row").addEventListener("click", (event) => editRow(event.target.dataset.edit));
  startPrinting();
  startPointing();
  $("share").addEventListener("click", async () => {
    const fragment = `#${await written(page.state, page.core.skeletons)}`;
    history.replaceState(null, "", fragment);
    copyText(location.href);
  });
  $("language").addEventListener("click", () => {
    page.state.language = currentLanguage() === "en" ? "zh" : "en";
    showLanguage();
    page.change();
  });
  $("theme").addEventListener("click", () => {
    page.state.theme = page.state.theme === "dark" ? "light" : "dark";
    showTheme();
    page.change();
  });
  window.addEventListener("hashchange", async () => {
    if (location.hash.slice(1) !== (await written(page.state, page.core.skeletons))) restore();
  });
  // Figures and charts are laid out for the width; the height follows from them.
  let width = $("main").clientWidth;
  new ResizeObserver(() => {
    if ($("main").clientWidth === width) return;
    width = $("main").clientWidth;
    forgetWidths();
    if (page.data && page.state.view === "explore") page.change();
  }).observe($("main"));
  startExploring();
  startEditing();
  startLearning();
  startRunning();
  startDropping();
  startSaving();
}

// The table of a baseline that is given up goes with it.
function setPin(pin) {
  const had = page.state.pin?.table;
  page.change({ pin });
  if (had) layTables(page.state.tables);
}

// On paper everything is as on light ground, whatever the screen has.
function startPrinting() {
  let theme;
  const set = (shown) => {
    page.state.theme = shown;
    showTheme();
    if (page.data) update();
  };
  window.addEventListener("beforeprint", () => {
    theme = page.state.theme;
    if (theme !== "light") set("light");
    showAll();
  });
  window.addEventListener("afterprint", () => {
    if (theme !== "light") set(theme);
  });
}

// MARK: Pointing

function startPointing() {
  let isWaiting = false;
  const point = (rows) => {
    if (rows.join() === page.pointed.join()) return;
    page.pointed = rows;
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      if (!page.data || page.state.view !== "explore") return;
      markPointed();
      showParts("block");
    });
  };
  const rowsOf = (target) => {
    const rows = target.closest?.("[data-rows]")?.dataset.rows;
    return rows ? rows.split(" ").map(Number) : [];
  };
  document.addEventListener("pointerover", (event) => point(rowsOf(event.target)));
  document.documentElement.addEventListener("pointerleave", () => point([]));
  document.addEventListener("click", (event) => {
    const rows = event.target.closest("button") ? [] : rowsOf(event.target);
    if (rows.length > 0) page.change({ row: rows[rows.length - 1] === page.state.row ? null : rows[rows.length - 1] });
  });
  document.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const place = document.activeElement;
    if (event.key === "Enter" && (place?.id === "architecture" || place?.id === "costs-room")) return $("edit-row").click();
    if (!(event.key in steps) || !(place?.id === "architecture" || place?.id === "costs-room") || !page.data) return;
    event.preventDefault();
    const last = page.data.outline.rows.length - 1;
    page.pointed = [];
    page.change({ row: Math.min(Math.max(shownRow() + steps[event.key], 1), last) });
    requestAnimationFrame(() => place.querySelector(".fixed")?.scrollIntoView({ block: "nearest", inline: "nearest" }));
  });
}

// MARK: Files

function startDropping() {
  const body = document.body;
  body.addEventListener("dragover", (event) => {
    event.preventDefault();
    body.classList.add("drop");
  });
  body.addEventListener("dragleave", (event) => event.relatedTarget === null && body.classList.remove("drop"));
  body.addEventListener("drop", (event) => {
    event.preventDefault();
    body.classList.remove("drop");
    for (const file of event.dataTransfer.files) page.open(file);
  });
}

// Opens a file by what it is; one that is nothing for this page is named.
page.open = async (file) => {
  const refuse = (message) => complain($("message"), { message });
  if (/\.ya?ml$|\.txt$/i.test(file.name)) {
    if (file.size > 2_000_000) return refuse(say("largeFile", { name: file.name }));
    const text = await file.text();
    page.change({ view: "edit" });
    requestAnimationFrame(() => requestAnimationFrame(() => openTable({ name: file.name, text })));
  } else if (file.type.startsWith("image/") || /\.(safetensors|pth|pt|bin|pb|h5|keras|pdparams)$/i.test(file.name)) {
    page.change({ view: "run" });
    openPicture(file);
  } else if (/\.onnx$/i.test(file.name)) {
    if (file.size > 400_000_000) return refuse(say("largeCheckpoint", { name: file.name }));
    try {
      page.core.open(file.name, new Uint8Array(await file.arrayBuffer()));
      page.answers.clear();
      page.catalog = page.core.call("networks");
      remember();
      showNetworks();
      if (await fits(page.core.skeletons.get(file.name))) page.unshared.delete(file.name);
      else page.unshared.add(file.name);
      page.change({ name: file.name, dialect: "", width: null, height: null, side: null, classes: null, row: null, view: "explore" });
    } catch (error) {
      refuse(error.message);
    }
  } else refuse(say("unknownFile", { name: file.name }));
};

// MARK: Start

function showLanguage() {
  setLanguage(page.state.language);
  document.documentElement.lang = page.state.language === "zh" ? "zh-CN" : "en";
  sayAll();
  $("language").textContent = say("language");
  showNetworks();
}

function showTheme() {
  document.documentElement.dataset.theme = page.state.theme;
  $("theme").textContent = page.state.theme === "dark" ? "☀" : "☾";
}

async function restore() {
  let state;
  try {
    state = await read(location.hash.slice(1));
    if (!location.hash && page.given.name) [state.name, state.dialect = ""] = page.given.name.split("@");
    if (!views.includes(state.view)) state.view = "explore";
    if (!location.hash) {
      if (matchMedia("(prefers-color-scheme: dark)").matches) state.theme = "dark";
      if (navigator.language.startsWith("zh")) state.language = "zh";
    }
  } catch (error) {
    state = initial();
    toast(say("badAddress", { reason: error.message }));
  }
  page.state = state;
  try {
    for (const [name, bytes] of await models(location.hash.slice(1))) {
      // With its weights if it was opened here.
      const own = page.core.skeletons.get(name);
      if (!own || own.join() !== bytes.join()) page.core.open(name, bytes);
    }
    layTables(state.tables);
  } catch (error) {
    state.tables = [];
    if (state.pin?.table) state.pin = null;
    layTables([]);
    toast(error.message);
  }
  const isKnown = (name) => page.catalog.networks.some((one) => one.name === name);
  if (!isKnown(state.name)) {
    toast(say("noNetwork", { name: state.name }));
    Object.assign(state, { name: initial().name, dialect: "" });
  }
  if (state.pin && !isKnown(state.pin.name?.split("@")[0])) state.pin = null;
  showTheme();
  showLanguage();
  update();
}

// The published points, a few at a time, so that nothing waits for them.
function loadPoints(from = 0, points = []) {
  const { points: more, next } = page.core.call("published", { from, count: 3 });
  points.push(...more);
  if (next === undefined) {
    page.points = points;
    if (page.data && page.state.view === "explore") showParts("accuracy");
    loadGlossary();
    if (page.data && page.state.view === "learn") showLearn();
  } else setTimeout(() => loadPoints(next, points), 0);
}

// The same answers in the browser's console: `mobilenet.cost({name: "mobilenet-v2", width: 0.5})`.
const console_ = Object.fromEntries(
  ["tables", "cost", "schedule", "roofline", "explain", "show", "bridge", "diff", "worksheet", "conv", "glossary", "outline", "accuracy", "run", "draw", "networks", "network", "activation", "source", "edit", "published"]
    .map((name) => [name, (request = {}) => page.core.call(name, request)]));

async function begin() {
  try {
    page.core = await loadCore($("core"));
  } catch (error) {
    complain($("message"), error);
    return;
  }
  window.mobilenet = {
    ...console_, memory: console_.schedule,
    open: (name, bytes) => page.core.open(name, bytes), checkpoint: (bytes) => page.core.send("checkpoint", bytes),
    timings, missingTexts, state: () => page.state, restarts: () => page.core.restarts, isSettled: () => !isScheduled && isComplete(), running: runAnswers,
  };
  page.given = JSON.parse($("given").textContent);
  start();
  await restore();
  timings.start = performance.now();
  document.documentElement.dataset.ready = "true";
  setTimeout(() => loadPoints(), 300);
  if (page.given.image) {
    const { name, type, base64 } = page.given.image;
    page.open(new File([bytesOfBase64(base64)], name, { type }));
  }
}

begin();
