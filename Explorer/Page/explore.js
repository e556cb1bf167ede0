// The view of one network: its figure, its costs and charts.

import { say, hasText } from "./texts.js";
import { grouped, short, percent, duration, escaped, fixed } from "./numbers.js";
import { network } from "./state.js";
import { $, page, ask, colors, palette, widthOf, markPointed } from "./page.js";
import { showCosts, changed, columnKeys } from "./table.js";
import { watch, showParts } from "./sight.js";
import { profile, memory, roofline, accuracyScale, accuracyPoints, accuracyHere } from "./charts.js";

// What the view shows, computed before any of it is shown: if something is impossible, what stands there stays.
export function compute(state) {
  const asked = network(state);
  const data = {
    asked, outline: ask("outline", asked),
    // Nothing is impossible here that is possible above.
    get schedule() { return ask("schedule", asked); },
  };
  data.cost = ask("cost", { ...asked, by: state.by, convention: state.convention });
  data.byRow = ask("cost", { ...asked, by: "row", convention: "paper" });
  data.roofline = ask("roofline", { ...asked, device: state.device });
  data.accuracy = accuracyOf(asked);
  data.links = new Map(data.outline.layers.map((layer) => [layer.name, layer]));
  if (state.pin) {
    const { of, isPublished, table, ...pin } = state.pin;
    data.pin = pin;
    data.pinnedOutline = ask("outline", pin);
    data.pinned = ask("cost", { ...pin, by: state.by, convention: state.convention });
    data.pinnedRoofline = ask("roofline", { ...pin, device: state.device });
    data.pinnedAccuracy = isPublished ? ask("accuracy", { ...pin, name: of }) : accuracyOf(pin);
    data.diff = ask("diff", { ...asked, against: pin });
  }
  return data;
}

// What is published of a network; nothing of a table that the reader changed.
function accuracyOf(asked) {
  const answer = ask("accuracy", asked);
  return page.own.has(asked.name.split("@")[0]) ? { ...answer, here: [] } : answer;
}

export function showTotals() {
  const { data, state, catalog } = page;
  const { totals } = data.cost;
  const before = data.pinned?.totals;
  const device = catalog.devices.find(({ name }) => name === state.device);
  const best = data.accuracy.here.find(({ metric }) => metric !== "top-5");
  const tile = (label, [number, unit], note, change, term = "") =>
    `<div class="total"><span${term ? ` data-term="${term}"` : ""}>${escaped(label)}</span><b>${number}${unit ? `<small>${unit}</small>` : ""}</b><em title="${escaped(note)}">${change ?? escaped(note)}</em></div>`;
  const difference = (now, then, text) => {
    if (then === undefined) return undefined;
    if (now === then) return `= ${text(then)}`;
    const share = then > 0 ? ` (${now > then ? "+" : "−"}${percent(Math.abs(now - then), then)} %)` : "";
    return `<em class="${now < then ? "less" : "more"}">${now > then ? "+" : "−"}${text(Math.abs(now - then))}${share}</em>`;
  };
  const bytes = (count) => [(count / 2 ** 20).toFixed(2), "MiB"];
  $("totals").innerHTML = [
    tile(say("parameters"), short(totals.parameters), grouped(totals.parameters), difference(totals.parameters, before?.parameters, grouped), "parameters"),
    tile(say("macs"), short(totals.macs), grouped(totals.macs), difference(totals.macs, before?.macs, grouped), "MAC"),
    tile(say("weights"), bytes(totals.weightBytes), say("floats"), difference(totals.weightBytes, before?.weightBytes, (count) => bytes(count).join(" "))),
    tile(say("peak"), bytes(totals.peakActivationBytes), say("at", { place: totals.peakActivationAt }), difference(totals.peakActivationBytes, before?.peakActivationBytes, (count) => bytes(count).join(" "))),
    tile(say("time"), duration(data.roofline.microseconds),
      say("memoryBound", { device: device?.title.split(/[,(]/)[0].trim() ?? state.device, percent: (100 * data.roofline.memoryBoundShare).toFixed(0) }), difference(data.roofline.microseconds, data.pinnedRoofline?.microseconds, (time) => duration(time).join(" "))),
    best
      ? tile(`${say("published")}: ${best.metric}`, [best.percent.toFixed(1), "%"], best.source)
      : `<div class="total none"><span>${say("published")}</span><b>–</b><em>${say("noAccuracy")}</em></div>`,
    `<div class="total pin"><button id="pin" class="quiet">${state.pin ? escaped(say("unpin", { name: pinName(state.pin) })) : say("pin")}</button></div>`,
  ].join("");
}

export const pinName = (pin) =>
  (pin.of ?? pin.name) + (pin.width ? ` ×${pin.width}` : "") + (pin.resolution ? ` / ${pin.resolution.replace(/^(\d+)x\1$/, "$1")}` : "");

// The figure in the room that it has, with an area over each block that answers to pointing.
function showArchitecture() {
  const { data, state } = page;
  const element = $("architecture");
  // On a phone it scrolls: in so narrow a room it would take many lines.
  const own = widthOf("architecture");
  const room = own < 600 ? 1180 : Math.floor(own);
  const figure = ask("draw", { ...data.asked, figure: "architecture", theme: state.theme, room });
  const areas = figure.places.map(({ block, area: [x, y, width, height] }) => {
    const rows = data.outline.blocks[block] ?? [];
    const fixed = rows.includes(state.row) ? " fixed" : "";
    return `<rect class="area ${rows.map((row) => `r${row}`).join(" ")}${fixed}" data-rows="${rows.join(" ")}" x="${x}" y="${y}" width="${width}" height="${Math.min(height, figure.height - y - 2)}" rx="3"/>`;
  });
  element.innerHTML = figure.svg.replace("</svg>", areas.join("") + "</svg>");
  const { equal, nearest } = page.core.models.has(state.name) ? ask("network", { name: state.name }) : {};
  const known = equal ? say("equals", { name: equal }) : nearest ? say("nearest", { name: nearest }) : "";
  $("source").textContent = [data.outline.title, data.outline.source, known, page.unshared.has(state.name) ? say("largeModel", { name: state.name }) : null].filter(Boolean).join(" · ");
  showLegend();
}

// The glossary's words for kinds.
const kindTerms = {
  convolution: "convolution", depthwise: "depthwise convolution", pointwise: "pointwise convolution",
  separable: "depthwise separable convolution", "inverted-residual": "inverted residual",
  "squeeze-excite": "squeeze-and-excitation",
};

// What the colors stand for: the same at every width and size.
function showLegend() {
  const { data, state } = page;
  const key = JSON.stringify([data.asked.name, state.tables, state.theme, state.language]);
  if ($("legend").dataset.of === key) return;
  $("legend").dataset.of = key;
  const own = colors();
  const kinds = new Set(ask("cost", { ...data.asked, by: "block" }).rows.map(({ kind }) => kind)
    .filter((kind) => page.catalog.colors[kind]?.color !== "gray"));
  $("legend").innerHTML = [...kinds].map((kind) =>
    `<li data-term="${kindTerms[kind] ?? ""}"><i style="background:${own[kind].fill};border-color:${own[kind].stroke}"></i>${escaped(hasText(`kind.${kind}`) ? say(`kind.${kind}`) : kind)}</li>`).join("");
}

function showTable() {
  const { data, state } = page;
  // Rows of another network may have the same names and be others: for those there is the table of differences.
  const isSame = (state.pin?.of ?? state.pin?.name)?.split("@")[0] === state.name;
  const pinned = isSame && data.pinned && new Map(data.pinned.rows.map((line) => [line.name, line]));
  showCosts($("costs"), data.cost, {
    state, links: data.outline[state.by], colors: colors(), pinned, fixedRow: state.row,
  });
  $("counted").textContent = state.convention === "paper" ? say("counted") : say("countedBy", { name: state.convention });
}

// The layers with the rows that they belong to.
const layersOf = ({ roofline, links }) =>
  roofline.layers.map((layer) => ({ ...layer, ...links.get(layer.name), links: links.get(layer.name)?.rows ?? [] }));
const room = (id) => Math.max(widthOf(id), 300);

function showProfile() {
  const { data } = page;
  const rows = data.byRow.rows.map((line, index) => ({ ...line, links: data.outline.row[index] }));
  const times = new Map();
  for (const layer of layersOf(data)) times.set(layer.links[0], (times.get(layer.links[0]) ?? 0) + layer.microseconds);
  $("profile").innerHTML = profile(rows, {
    colors: colors(), width: room("profile"),
    measures: [
      { title: say("column.macs"), value: (line) => line.macs, text: (number) => short(number).join(" ") },
      { title: say("parameters"), value: (line) => line.parameters, text: (number) => short(number).join(" ") },
      { title: say("activations"), value: (line) => line.activationBytes, text: (number) => `${(number / 2 ** 20).toFixed(2)} MiB` },
      { title: say("time"), value: (line) => times.get(line.links[0]) ?? 0, text: (number) => duration(number).join(" ") },
    ],
  });
}

function showMemory() {
  const { data } = page;
  const tones = palette();
  const schedule = data.schedule.schedule.map((line, index) => ({ ...line, links: data.outline.block[index] }));
  $("memory").innerHTML = memory(schedule, {
    width: room("memory"), color: { fill: tones.skyBlue.fill, stroke: tones.skyBlue.stroke, peak: tones.vermilion.fill, peakStroke: tones.vermilion.stroke },
  });
  $("memory-note").textContent = `${say("peak")} ${(data.cost.totals.peakActivationBytes / 2 ** 20).toFixed(2)} MiB`;
}

function showRoofline() {
  const { data, state, catalog } = page;
  const device = catalog.devices.find(({ name }) => name === state.device) ?? catalog.devices[0];
  $("roofline").innerHTML = roofline(layersOf(data), { colors: colors(), width: room("roofline"), device, ink: "currentColor" });
  $("roofline-note").textContent = say("rooflineNote", { title: device.title, gigaflops: device.gigaflops, bandwidth: device.gigabytesPerSecond });
}

// The published points stand while only the reader's own moves among them.
function showAccuracy() {
  const { data, state, points = [] } = page;
  if (points.length === 0) return;
  const best = data.accuracy.here.find(({ metric }) => metric === "top-1");
  const here = { macs: data.byRow.totals.macs, percent: best?.percent };
  const scale = accuracyScale(points, room("accuracy"), here);
  const key = JSON.stringify([scale.width, scale.low, scale.high, points.length, state.theme, state.language]);
  const element = $("accuracy");
  if (element.dataset.of !== key) {
    element.dataset.of = key;
    element.innerHTML = accuracyPoints(points, scale, palette());
    $("accuracy-note").textContent = say("accuracyNote");
  }
  element.querySelector(".own").innerHTML = accuracyHere(here, scale);
}

// The row under the pointer, or the one that was chosen, or the dearest one.
export function shownRow() {
  const { data, state, pointed } = page;
  if (pointed.length > 0) return pointed[pointed.length - 1];
  if (state.row !== null && data.outline.rows[state.row]) return state.row;
  const dearest = data.byRow.rows.reduce((best, line, index) => (line.macs > data.byRow.rows[best].macs ? index : best), 0);
  return data.outline.row[dearest]?.[0] ?? 1;
}

function showRow() {
  const { data, state } = page;
  const index = shownRow();
  const row = data.outline.rows[index];
  if (!row) return;
  const line = data.byRow.rows[data.outline.row.findIndex((rows) => rows.includes(index))];
  $("row-title").textContent = row.number === null ? row.name : say("rowTitle", { number: row.number, name: row.name });
  $("edit-row").dataset.edit = row.name;
  $("row-facts").textContent = line
    ? say("shareOf", { macs: percent(line.macs, data.byRow.totals.macs), parameters: percent(line.parameters, data.byRow.totals.parameters) })
    : row.operator;
  if (!line) {
    $("block").innerHTML = "";
    $("explain").innerHTML = "";
    return;
  }
  $("block").innerHTML = ask("draw", { ...data.asked, figure: "block", row: index, room: Math.max(Math.floor(widthOf("block")), 280), theme: state.theme }).svg;
  const asked = { ...data.asked, row: row.name };
  const { layers } = ask("explain", asked);
  const notes = ask("explain", { ...asked, format: "notes" }).text.split("\n").slice(0, -1);
  $("explain").innerHTML =
    `<div class="scroll" tabindex="0" role="group" aria-label="${say("layer")}"><table class="cards"><thead><tr><th class="l">${say("layer")}</th><th class="l">MACs =</th><th>${say("column.macs")}</th><th>${say("column.parameters")}</th></tr></thead><tbody>` +
    layers.filter(({ macs, parameters }) => macs > 0 || parameters > 0).map((layer) =>
      `<tr><td class="l name">${escaped(layer.layer)}</td><td class="l code" data-head="MACs =">${escaped((layer.macsFactors ?? "–").replaceAll(" x ", " × "))}</td><td data-head="${say("column.macs")}">${layer.macs ? grouped(layer.macs) : "–"}</td><td data-head="${say("column.parameters")}">${layer.parameters ? grouped(layer.parameters) : "–"}</td></tr>`).join("") +
    "</tbody></table></div>" + notes.map((note) => `<p>${escaped(note)}</p>`).join("");
}

let shownOthers;
// Two networks in two columns: the baseline and the one that is chosen, with their figures and totals.
function showPair() {
  const { data, state } = page;
  const others = `<option value="">${state.pin ? escaped(pinName(state.pin)) : say("chooseNetwork")}</option>` +
    page.catalog.networks.map(({ name, title }) => `<option value="${escaped(name)}">${escaped(title)}</option>`).join("");
  if (shownOthers !== others) $("other").innerHTML = shownOthers = others;
  $("swap").hidden = !state.pin || Boolean(state.pin.table);
  $("compare").hidden = !state.pin;
  if (!state.pin) return;
  const sides = [
    { asked: data.pin, outline: data.pinnedOutline, cost: data.pinned, time: data.pinnedRoofline, accuracy: data.pinnedAccuracy },
    { asked: data.asked, outline: data.outline, cost: data.cost, time: data.roofline, accuracy: data.accuracy },
  ];
  const mebibytes = (count) => `${(count / 2 ** 20).toFixed(2)} MiB`;
  const measures = [
    [say("parameters"), (side) => side.cost.totals.parameters, grouped],
    [say("macs"), (side) => side.cost.totals.macs, grouped],
    [say("weights"), (side) => side.cost.totals.weightBytes, mebibytes],
    [say("peak"), (side) => side.cost.totals.peakActivationBytes, mebibytes],
    [say("time"), (side) => side.time.microseconds, (time) => duration(time).join(" ")],
  ];
  // On a phone a figure scrolls, as the large one does.
  const clientWidth = widthOf("compare");
  const room = clientWidth > 720 ? Math.floor((clientWidth - 28) / 2) : 1180;
  $("compare").innerHTML = sides.map((side, index) => {
    const other = sides[1 - index];
    const best = side.accuracy.here.find(({ metric }) => metric !== "top-5");
    const lines = measures.map(([title, value, text]) => {
      const [own, theirs] = [value(side), value(other)];
      const ratio = theirs > 0 && own !== theirs ? `× ${fixed(own / theirs, 2)}` : "";
      return `<tr><td class="l">${escaped(title)}</td><td>${text(own)}</td><td class="${own < theirs ? "less" : own > theirs ? "more" : ""}">${ratio}</td></tr>`;
    });
    lines.push(`<tr><td class="l">${say("published")}</td><td>${best ? `${best.percent.toFixed(1)} %` : say("noAccuracy")}</td><td>${best ? escaped(best.metric) : ""}</td></tr>`);
    const { svg } = ask("draw", { ...side.asked, figure: "architecture", theme: state.theme, room });
    return `<div><h3>${escaped(side.outline.title)} <small>${escaped(pinName(index === 0 ? state.pin : side.asked))}</small></h3><table><tbody>${lines.join("")}</tbody></table><div class="drawing" tabindex="0" role="group" aria-label="${escaped(side.outline.title)}">${svg}</div></div>`;
  }).join("");
}

function showDiff() {
  const { data, state } = page;
  showPair();
  $("diff-card").hidden = !data.diff;
  if (!data.diff) return;
  $("diff-note").textContent = `${pinName(state.pin)} → ${pinName(data.asked)}`;
  const rows = data.diff.rows;
  $("diff").innerHTML =
    `<thead><tr><th class="l">${say("row")}</th><th class="l"></th><th>${say("column.parameters")}</th><th>±</th><th>${say("column.macs")}</th><th>±</th></tr></thead><tbody>` +
    rows.map((row) => {
      const isEqual = row.change === "equal";
      const sign = (number) => (number === 0 ? "–" : `<span class="${number < 0 ? "less" : "more"}">${number > 0 ? "+" : "−"}${grouped(Math.abs(number))}</span>`);
      return `<tr${isEqual ? ' class="equal"' : ""}><td class="l name">${escaped(row.row)}</td><td class="l text">${escaped(row.change)}</td><td data-head="${say("column.parameters")}">${grouped(row.secondParameters)}</td><td>${sign(row.parametersDifference)}</td><td data-head="${say("column.macs")}">${grouped(row.secondMACs)}</td><td>${sign(row.macsDifference)}</td></tr>`;
    }).join("") + "</tbody>";
}

export function showColumns() {
  $("column-list").innerHTML = columnKeys.filter((key) => key !== "name").map((key) => {
    const label = say(`column.${key}`);
    const title = key === "parametersShare" ? `% ${say("column.parameters")}` : key === "macsShare" ? `% ${say("column.macs")}` : label;
    return `<label><input type="checkbox" data-column="${key}"${page.state.hidden.includes(key) ? "" : " checked"}> ${escaped(title)}</label>`;
  }).join("");
}

export function startExploring() {
  watch({
    architecture: showArchitecture, costs: showTable, profile: showProfile, block: showRow, memory: showMemory,
    roofline: showRoofline, accuracy: showAccuracy, "compare-card": showDiff,
  });
}

export function showExplore() {
  showTotals();
  showParts();
  markPointed();
}
