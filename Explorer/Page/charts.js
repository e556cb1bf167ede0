// Charts of the core's numbers as SVG. Everything that stands for a row carries its index, so that pointing
// at it points at the row everywhere.

import { say } from "./texts.js";
import { short, percent, duration, escaped, kibibytes } from "./numbers.js";

// A group holds what can be chosen by keys, an image does not.
const svg = (width, height, body, label, role = "img") =>
  `<svg viewBox="0 0 ${width} ${height}" role="${role}" aria-label="${escaped(label)}">${body}</svg>`;
const rowClass = (rows) => rows.map((row) => `r${row}`).join(" ");
const round = (number) => Math.round(number * 100) / 100;

// Small multiples over one axis: a bar for each row.
export function profile(lines, { colors, width, measures }) {
  const left = 92, right = 62, pitch = 62, height = 40, bottom = 26;
  const room = (width - left - right) / Math.max(lines.length, 1);
  const bar = Math.max(Math.min(room * 0.72, 30), 1);
  const total = measures.length * pitch + bottom;
  const parts = [];
  measures.forEach(({ title, value, text }, index) => {
    const base = index * pitch + height + 12;
    const values = lines.map(value);
    const largest = Math.max(...values, Number.MIN_VALUE);
    const sum = values.reduce((a, b) => a + b, 0);
    parts.push(`<line class="axis" x1="${left}" x2="${width - right}" y1="${base}" y2="${base}"/>`);
    parts.push(`<text class="strong" x="0" y="${base - 22}">${escaped(title)}</text>`);
    parts.push(`<text x="0" y="${base - 7}">${escaped(text(sum))}</text>`);
    parts.push(`<text x="${width - right + 6}" y="${base - height + 6}">${escaped(text(largest))}</text>`);
    lines.forEach((line, place) => {
      const size = (values[place] / largest) * height;
      const color = colors[line.kind] ?? colors.pointwise;
      if (size > 0) {
        parts.push(
          `<rect x="${round(left + place * room + (room - bar) / 2)}" y="${round(base - size)}" width="${round(bar)}" height="${round(Math.max(size, 0.6))}" fill="${color.fill}" stroke="${color.stroke}" stroke-width=".7"/>`);
      }
    });
  });
  const each = Math.ceil(20 / room);
  lines.forEach((line, place) => {
    if (place % each === 0 && line.row !== undefined) {
      parts.push(`<text x="${round(left + (place + 0.5) * room)}" y="${total - 8}" text-anchor="middle">${line.row}</text>`);
    }
    parts.push(
      `<rect class="hit ${rowClass(line.links)}" data-rows="${line.links.join(" ")}" x="${round(left + place * room)}" y="0" width="${round(room)}" height="${total - 2}"><title>${escaped(line.name)}\n${measures.map(({ title, value, text }) => `${title}: ${text(value(line))}`).join("\n")}</title></rect>`);
  });
  return svg(width, total, parts.join(""), say("profile"));
}

// What lives while each block runs, as steps, with the peak.
export function memory(lines, { width, color }) {
  const left = 46, right = 10, top = 24, height = 96, bottom = 20;
  const room = (width - left - right) / Math.max(lines.length, 1);
  const largest = Math.max(...lines.map((line) => line.bytes), 1);
  const parts = [];
  for (const part of [0, 0.5, 1]) {
    const y = top + height * (1 - part);
    parts.push(`<line class="axis" x1="${left}" x2="${width - right}" y1="${y}" y2="${y}"/>`);
    parts.push(`<text x="${left - 6}" y="${y + 4}" text-anchor="end">${part === 0 ? 0 : mebibytes(largest * part)}</text>`);
  }
  parts.push(`<text x="0" y="10">MiB</text>`);
  lines.forEach((line, place) => {
    const size = (line.bytes / largest) * height;
    const isPeak = line.bytes === largest;
    parts.push(`<rect x="${round(left + place * room)}" y="${round(top + height - size)}" width="${round(room + 0.3)}" height="${round(size)}" fill="${isPeak ? color.peak : color.fill}"/>`);
    parts.push(`<line x1="${round(left + place * room)}" x2="${round(left + (place + 1) * room)}" y1="${round(top + height - size)}" y2="${round(top + height - size)}" stroke="${isPeak ? color.peakStroke : color.stroke}" stroke-width="1.5"/>`);
  });
  lines.forEach((line, place) => {
    parts.push(
      `<rect class="hit ${rowClass(line.links)}" data-rows="${line.links.join(" ")}" x="${round(left + place * room)}" y="${top - 6}" width="${round(room)}" height="${height + 14}"><title>${escaped(line.name)}: ${kibibytes(line.bytes)} KiB\n${escaped(line.live)}</title></rect>`);
  });
  const peak = lines.findIndex((line) => line.bytes === largest);
  if (peak >= 0) {
    const x = left + (peak + 0.5) * room;
    parts.push(`<text class="strong" x="${round(Math.min(Math.max(x, left + 30), width - 60))}" y="10" text-anchor="middle">${mebibytes(largest)} MiB</text>`);
    parts.push(`<text x="${round(Math.min(Math.max(x, left + 30), width - 60))}" y="${top + height + 15}" text-anchor="middle">${escaped(lines[peak].name)}</text>`);
  }
  return svg(width, top + height + bottom, parts.join(""), say("memory"));
}

const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(2);

function decades(low, high) {
  const marks = [];
  for (let power = Math.ceil(Math.log10(low)); power <= Math.floor(Math.log10(high)); power += 1) marks.push(10 ** power);
  return marks;
}

// Layers under the roofs of a device: speed that is possible at each layer's arithmetic intensity.
export function roofline(layers, { colors, width, device, ink }) {
  const left = 52, right = 14, top = 26, height = 170, bottom = 34;
  const known = layers.filter((layer) => layer.macs > 0);
  const low = Math.min(0.1, ...known.map((layer) => layer.arithmeticIntensity)) * 0.8;
  const high = Math.max(100, ...known.map((layer) => layer.arithmeticIntensity)) * 1.3;
  const [least, most] = [low * device.gigabytesPerSecond, device.gigaflops * 1.6];
  const x = (intensity) => left + ((Math.log10(intensity) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))) * (width - left - right);
  const y = (speed) => top + (1 - (Math.log10(speed) - Math.log10(least)) / (Math.log10(most) - Math.log10(least))) * height;
  const roof = (intensity) => Math.min(device.gigaflops, intensity * device.gigabytesPerSecond);
  const parts = [];
  for (const mark of decades(low, high)) {
    parts.push(`<line class="axis" x1="${round(x(mark))}" x2="${round(x(mark))}" y1="${top}" y2="${top + height}"/><text x="${round(x(mark))}" y="${top + height + 14}" text-anchor="middle">${mark}</text>`);
  }
  for (const mark of decades(least, most)) {
    parts.push(`<line class="axis" x1="${left}" x2="${width - right}" y1="${round(y(mark))}" y2="${round(y(mark))}"/><text x="${left - 6}" y="${round(y(mark) + 4)}" text-anchor="end">${mark}</text>`);
  }
  const ridge = device.gigaflops / device.gigabytesPerSecond;
  parts.push(`<polyline points="${round(x(low))},${round(y(roof(low)))} ${round(x(ridge))},${round(y(device.gigaflops))} ${round(x(high))},${round(y(device.gigaflops))}" fill="none" stroke="${ink}" stroke-width="1.8"/>`);
  parts.push(`<text class="strong" x="${width - right}" y="${round(y(device.gigaflops) - 15)}" text-anchor="end">${device.gigaflops} GFLOP/s</text>`);
  parts.push(`<text class="strong" x="${round(x(low * 2.2) + 12)}" y="${round(y(roof(low * 2.2)) + 6)}">${device.gigabytesPerSecond} GB/s</text>`);
  parts.push(`<text x="${round((left + width - right) / 2)}" y="${top + height + 30}" text-anchor="middle">${say("intensity")}</text>`);
  parts.push(`<text x="0" y="10">${say("speed")}</text>`);
  const longest = Math.max(...known.map((layer) => layer.microseconds), Number.MIN_VALUE);
  for (const layer of known) {
    const color = colors[layer.kind] ?? colors.pointwise;
    const radius = 2.5 + 9 * Math.sqrt(layer.microseconds / longest);
    parts.push(
      `<circle class="${rowClass(layer.links)}" data-rows="${layer.links.join(" ")}" cx="${round(x(layer.arithmeticIntensity))}" cy="${round(y(roof(layer.arithmeticIntensity)))}" r="${round(radius)}" fill="${color.fill}" fill-opacity=".8" stroke="${color.stroke}" stroke-width=".8"><title>${escaped(layer.name)}\n${layer.arithmeticIntensity.toFixed(2)} FLOP/B, ${duration(layer.microseconds).join(" ")}</title></circle>`);
  }
  return svg(width, top + height + bottom, parts.join(""), say("roofline"));
}

const familyColors = ["orange", "skyBlue", "green", "purple", "blue", "vermilion", "yellow"];

// Where the published accuracies stand, wide enough for what the reader has.
export function accuracyScale(points, width, here) {
  const left = 40, right = 12, top = 10, height = 210, bottom = 34;
  const macs = points.map((point) => point.macs);
  const [low, high] = [Math.min(Math.min(...macs) / 1.3, Math.max(here.macs, 1) / 1.05), Math.max(Math.max(...macs) * 1.3, here.macs * 1.05)];
  const percents = points.map((point) => point.percent);
  const [least, most] = [Math.min(...percents) - 2, Math.max(...percents) + 2];
  return {
    width, left, right, top, height, bottom, low, high, least, most,
    x: (value) => left + (Math.log(value / low) / Math.log(high / low)) * (width - left - right),
    y: (value) => top + (1 - (value - least) / (most - least)) * height,
  };
}

// Published accuracy against cost, with room for where the reader is.
export function accuracyPoints(points, { width, left, right, top, height, bottom, low, high, least, most, x, y }, palette) {
  const families = [...new Set(points.map((point) => point.family))]
    .toSorted((a, b) => Number(b.startsWith("mobilenet-v")) - Number(a.startsWith("mobilenet-v")));
  const colorOf = (family) => palette[familyColors[families.indexOf(family)] ?? "gray"];
  const largest = Math.max(...points.map((point) => point.parameters));
  const parts = [];
  for (let mark = Math.ceil(least / 10) * 10; mark <= most; mark += 10) {
    parts.push(`<line class="axis" x1="${left}" x2="${width - right}" y1="${round(y(mark))}" y2="${round(y(mark))}"/><text x="${left - 6}" y="${round(y(mark) + 4)}" text-anchor="end">${mark} %</text>`);
  }
  for (const power of decades(low, high)) {
    for (const mark of [power, 3 * power]) {
      if (mark > high || (mark !== power && width < 420)) continue;
      parts.push(`<line class="axis" x1="${round(x(mark))}" x2="${round(x(mark))}" y1="${top}" y2="${top + height}"/><text x="${round(x(mark))}" y="${top + height + 14}" text-anchor="middle">${short(mark)[0].replace(/\.?0+$/, "")} ${short(mark)[1]}</text>`);
    }
  }
  for (const point of points.toSorted((a, b) => b.parameters - a.parameters)) {
    const color = colorOf(point.family);
    const radius = 2 + 11 * Math.sqrt(point.parameters / largest);
    parts.push(
      `<circle role="button" tabindex="0" aria-label="${escaped(`${point.title} ${point.width} / ${point.resolution}: ${point.percent} %`)}" data-go="${escaped(JSON.stringify({ name: point.name, width: point.width, resolution: point.resolution }))}" cx="${round(x(point.macs))}" cy="${round(y(point.percent))}" r="${round(radius)}" fill="${color.fill}" fill-opacity=".75" stroke="${color.stroke}" stroke-width="1"><title>${escaped(point.title)} ${point.width} / ${escaped(point.resolution)}\n${point.percent} %, ${short(point.macs).join(" ")} MACs, ${short(point.parameters).join(" ")} parameters\n${escaped(point.source)}</title></circle>`);
  }
  parts.push(`<g class="own"></g>`);
  // What the colors stand for, in as many lines as they take.
  const named = families.slice(0, familyColors.length);
  let [lineX, lineY] = [left, top + height + bottom + 14];
  for (const family of named.length < families.length ? [...named, say("otherNetworks")] : named) {
    const room = 22 + family.length * 6.4;
    if (lineX + room > width) [lineX, lineY] = [left, lineY + 18];
    const color = colorOf(family);
    parts.push(`<circle cx="${lineX + 5}" cy="${lineY - 4}" r="4.5" fill="${color.fill}" stroke="${color.stroke}"/><text x="${lineX + 14}" y="${lineY}">${escaped(family)}</text>`);
    lineX += room + 6;
  }
  return svg(width, lineY + 8, parts.join(""), say("accuracy"), "group");
}

// Where the reader is.
export function accuracyHere({ macs, percent }, { width, left, top, height, x, y }) {
  const cx = round(x(Math.max(macs, 1)));
  return (percent ? `<circle class="here" cx="${cx}" cy="${round(y(percent))}" r="15"/>` : "") +
    `<line x1="${cx}" x2="${cx}" y1="${top}" y2="${top + height}" stroke="currentColor" stroke-dasharray="2 3"/>` +
    `<text class="strong" x="${Math.min(Math.max(cx, left + 40), width - 50)}" y="${top + height + 30}" text-anchor="middle">${say("here")}</text>`;
}
