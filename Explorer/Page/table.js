// The cost table: the core's lines in the order, the columns and the division that the reader chose.

import { say, hasText } from "./texts.js";
import { grouped, percent, kibibytes, shape, escaped, fixed } from "./numbers.js";
import { initial } from "./state.js";

const columns = [
  { key: "row", cell: (line) => line.row ?? "" },
  { key: "name", left: true, total: () => say("total"), cell: (line, view) => swatch(line.kind, view) + escaped(line.name) + pencil(line, view) },
  { key: "operator", left: true, cell: (line) => escaped(line.operator ?? "") },
  { key: "kind", left: true, cell: (line) => escaped(hasText(`kind.${line.kind}`) ? say(`kind.${line.kind}`) : line.kind) },
  { key: "input", left: true, cell: (line) => (line.input ? shape(line.input) : "") , value: (line) => line.input && line.input.height * line.input.width * line.input.channels },
  { key: "output", left: true, cell: (line) => (line.output ? shape(line.output) : ""), value: (line) => line.output && line.output.height * line.output.width * line.output.channels },
  { key: "kernel", cell: (line) => line.kernel ?? "" },
  { key: "stride", cell: (line) => (line.kernel === undefined ? "" : line.stride) },
  { key: "parameters", change: true, total: (view) => grouped(view.totals.parameters), cell: (line) => amount(line.parameters) },
  { key: "parametersShare", share: "parameters", total: () => "100.0", cell: (line, view) => share(line.parameters, view.totals.parameters), value: (line) => line.parameters },
  { key: "macs", change: true, total: (view) => grouped(view.totals.macs), cell: (line) => amount(line.macs) },
  { key: "macsShare", share: "macs", total: () => "100.0", cell: (line, view) => share(line.macs, view.totals.macs), value: (line) => line.macs },
  { key: "activationBytes", cell: (line) => kibibytes(line.activationBytes) },
  { key: "weightBytes", cell: (line) => kibibytes(line.weightBytes) },
  { key: "bytesMoved", cell: (line) => kibibytes(line.bytesMoved) },
  { key: "flops", total: (view) => (view.totals.flops === undefined ? "" : grouped(view.totals.flops)), cell: (line) => (line.flops === undefined ? "" : amount(line.flops)) },
  { key: "arithmeticIntensity", cell: (line) => fixed(line.arithmeticIntensity, 2) },
];

// The glossary's headTerms for heads.
const headTerms = {
  kernel: "Dk, M, N, DF", stride: "s", parameters: "parameters", macs: "MAC", flops: "FLOP",
  arithmeticIntensity: "arithmetic intensity",
};

const amount = (number) => (number === 0 ? "–" : grouped(number));
const share = (part, whole) => (part === 0 ? "–" : percent(part, whole));

function swatch(kind, view) {
  const color = view.colors[kind];
  return color ? `<i class="swatch" style="background:${color.fill};border-color:${color.stroke}"></i>` : "";
}

// Leads to the row's line of the table that can be changed.
const pencil = (line, { by }) =>
  by === "row" && line.links.length > 0 ? `<button class="pencil" data-edit="${escaped(line.name)}" tabindex="-1" title="${say("editRow")}" aria-label="${escaped(`${say("editRow")}: ${line.name}`)}">✎</button>` : "";

// The share as a bar behind its number, the largest as wide as the cell.
function shareTone(line, key, view) {
  const color = view.colors[line.kind] ?? view.colors.pointwise;
  const part = view.largest[key] > 0 ? line[key] / view.largest[key] : 0;
  return part > 0 ? ` style="--tone:${color.fill}${view.isDark ? "" : "88"};--part:${Math.max(part * 94, 1).toFixed(1)}%"` : "";
}

export const columnKeys = columns.map((column) => column.key);

// Shows `cost` (an answer of the core) in `table`. `links` are the rows of each line; `pinned` the lines of
// the baseline by name, whose differences stand below the numbers.
export function showCosts(table, cost, { state, links, colors, pinned, fixedRow }) {
  const lines = cost.rows.map((line, index) => ({ ...line, links: links[index] ?? [] }));
  const view = {
    totals: cost.totals, colors, by: state.by, isDark: state.theme === "dark",
    largest: {
      macs: Math.max(0, ...lines.map((line) => line.macs)),
      parameters: Math.max(0, ...lines.map((line) => line.parameters)),
    },
  };
  const shown = columns.filter(({ key }) => !state.hidden.includes(key));
  const sorted = sort(lines, state.sort);
  const parts = new Set(lines.map((line) => line.part));
  const isGrouped = parts.size > 1 && !state.sort && state.by !== "part";

  const html = [`<thead><tr>${shown.map((column) => head(column, state.sort)).join("")}</tr></thead><tbody>`];
  let part;
  for (const line of sorted) {
    if (isGrouped && line.part !== part) {
      part = line.part;
      html.push(`<tr class="part"><td colspan="${shown.length}">${escaped(say(`part.${part}`))}</td></tr>`);
    }
    const classes = line.links.map((row) => `r${row}`).join(" ") + (line.links.includes(fixedRow) ? " fixed" : "");
    html.push(`<tr class="${classes}" data-rows="${line.links.join(" ")}">`);
    for (const column of shown) {
      const change = column.change && pinned ? changed(line[column.key], pinned.get(line.name)?.[column.key]) : "";
      html.push(`<td class="c-${column.key}${column.left ? " l" : column.share ? " share" : ""}"${column.share ? shareTone(line, column.share, view) : ""}>${column.cell(line, view)}${change}</td>`);
    }
    html.push("</tr>");
  }
  html.push(`</tbody><tfoot><tr>${shown.map((column) => `<td class="c-${column.key}${column.left ? " l" : ""}">${column.total?.(view) ?? ""}</td>`).join("")}</tr></tfoot>`);
  table.innerHTML = html.join("");
  // On a phone fewer columns are shown, unless the reader has chosen some.
  table.classList.toggle("plain", state.hidden.join() === initial().hidden.join());
}

function head({ key, left }, order) {
  const mark = order === key ? " ↑" : order === `-${key}` ? " ↓" : "";
  const aria = order === key ? "ascending" : order === `-${key}` ? "descending" : "none";
  return `<th class="c-${key}${left ? " l" : ""}" aria-sort="${aria}"><button data-sort="${key}"${headTerms[key] ? ` data-term="${headTerms[key]}"` : ""}>${say(`column.${key}`)}${mark}</button></th>`;
}

// The lines by a column, the largest first where its name has a minus.
function sort(lines, order) {
  if (!order) return lines;
  const isFalling = order.startsWith("-");
  const column = columns.find(({ key }) => key === order.replace("-", ""));
  if (!column) return lines;
  const value = column.value ?? ((line) => line[column.key]);
  const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b) : (a ?? -1) - (b ?? -1));
  return lines.toSorted((a, b) => (isFalling ? -1 : 1) * compare(value(a), value(b)));
}

// What a click on a head makes of the order: the largest first, the smallest first, the table's own.
export function nextOrder(order, key) {
  const isText = columns.find((column) => column.key === key)?.left;
  const steps = isText ? [key, `-${key}`, ""] : [`-${key}`, key, ""];
  return steps[(steps.indexOf(order) + 1) % 3];
}

export function changed(now, before) {
  if (before === undefined) return `<span class="change">${say("newRow")}</span>`;
  const difference = now - before;
  if (difference === 0) return `<span class="change">=</span>`;
  return `<span class="change ${difference < 0 ? "less" : "more"}">${difference > 0 ? "+" : "−"}${grouped(Math.abs(difference))}</span>`;
}
