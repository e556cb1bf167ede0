// The view in which a network runs on a picture, in a worker.

import { say } from "./texts.js";
import { escaped, grouped, short } from "./numbers.js";
import { network } from "./state.js";
import { $, page, ask, tables, colors, complain } from "./page.js";
import { profile } from "./charts.js";

const running = { worker: null, calls: new Map(), next: 0, loaded: "", picture: null, checkpoint: null, result: null, block: null, rows: null, isBusy: false, score: 0.3, load: null, time: null };

function call(name, request = {}, bytes) {
  if (!running.worker) {
    const source = new Blob([$("worker").textContent], { type: "text/javascript" });
    running.worker = new Worker(URL.createObjectURL(source));
    running.worker.onmessage = ({ data }) => {
      running.calls.get(data.id)?.(data);
      running.calls.delete(data.id);
    };
    call("start", { module: page.core.module });
  }
  const id = (running.next += 1);
  const answer = new Promise((done) => running.calls.set(id, done));
  running.worker.postMessage({ id, name, request, bytes });
  return answer;
}

async function asked(name, request, bytes) {
  const data = await call(name, request, bytes);
  if (data.answer.error) throw Object.assign(new Error(data.answer.error.message), { network: data.answer.error.network });
  return data;
}

// A picture or a checkpoint that was dropped or chosen.
export async function openPicture(file) {
  try {
    if (/\.(safetensors|pth|pt|bin|pb|h5|keras|pdparams)$/i.test(file.name)) {
      if (file.size > 400_000_000) throw new Error(say("largeCheckpoint", { name: file.name }));
      running.checkpoint = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
      running.loaded = "";
    } else {
      if (file.size > 100_000_000) throw new Error(say("noPicture", { name: file.name }));
      let bitmap;
      try {
        bitmap = await createImageBitmap(file);
      } catch {
        throw new Error(say("noPicture", { name: file.name }));
      }
      // As large as any network needs; the rest would only take time.
      const scale = Math.min(1, 2048 / Math.max(bitmap.width, bitmap.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      const context = canvas.getContext("2d");
      context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      running.picture = { name: file.name, canvas, pixels: new Uint8Array(data.buffer) };
    }
    complain($("run-message"), null);
  } catch (error) {
    complain($("run-message"), error);
    return;
  }
  showRun();
  await go();
}

// Loads the network if it is another one than before, runs it, and shows what it says.
async function go() {
  if (running.isBusy) {
    running.again = true;
    return;
  }
  running.isBusy = true;
  showState();
  try {
    const request = network(page.state);
    const own = page.state.tables;
    const key = JSON.stringify([request, own, running.checkpoint?.name]);
    if (running.loaded !== key) {
      running.loaded = running.followed = "";
      running.result = null;
      await asked("tables", { files: tables(own) });
      const model = page.core.models.get(request.name);
      if (model) await asked("open", { name: request.name }, model.slice());
      running.load = (await asked("load", request, running.checkpoint?.bytes.slice())).answer;
      running.loaded = key;
      const { width, classes } = running.load;
      if (running.checkpoint && (width !== request.width || classes !== request.classes)) {
        // A checkpoint of another width, or with a last layer of one's own: what is shown is what it has.
        running.followed = [
          width !== request.width ? `α ${width ?? ask("network", { name: page.state.name }).width}` : null,
          classes !== request.classes ? `${grouped(classes ?? ask("network", { name: page.state.name }).classes)} ${say("classes")}` : null,
        ].filter(Boolean).join(", ");
        page.change({ width, classes });
        running.loaded = JSON.stringify([{ ...request, width, classes }, own, running.checkpoint.name]);
      }
    }
    const { picture } = running;
    const { answer, content, milliseconds } = picture
      ? await asked("forward", { columns: picture.canvas.width, lines: picture.canvas.height }, picture.pixels.slice())
      : await asked("forward");
    running.result = { ...answer, mask: answer.mask, pixels: content };
    running.time = milliseconds;
    complain($("run-message"), null);
  } catch (error) {
    // A core that was started anew has no network ready.
    running.loaded = "";
    running.result = null;
    complain($("run-message"), error);
    if (error.network) offer(error.network);
  }
  running.isBusy = false;
  running.rows = null;
  showResult();
  if (running.again) {
    running.again = false;
    await go();
  } else if (running.result) {
    const { result } = running;
    const { answer } = await call("profile", { steps: running.load.steps });
    if (running.result !== result || answer.error) return;
    running.rows = answer.rows;
    showTimes();
  }
}

// The network that a checkpoint is of, to be shown instead.
function offer({ name: text, width, classes }) {
  const [name, dialect = ""] = text.split("@");
  const button = document.createElement("button");
  button.id = "run-other";
  button.textContent = say("showNetwork", { name: text });
  button.addEventListener("click", () => {
    running.loaded = "";
    page.change({ name, dialect, width, classes, height: null, side: null, row: null });
    requestAnimationFrame(() => requestAnimationFrame(go));
  });
  $("run-message").append(" ", button);
}

function showState() {
  $("run-state").textContent = running.isBusy
    ? say("running")
    : running.result
      ? say("ran", { milliseconds: running.time.toFixed(0), weights: running.checkpoint ? `${running.checkpoint.name} (${running.load.weights}${running.followed ? `; ${say("followed", { what: running.followed })}` : ""})` : running.result.isSeeded ? say("seeded") : running.load.weights })
      : "";
}

function showResult() {
  showState();
  const { result, picture } = running;
  const canvas = $("run-picture");
  const boxes = result?.boxes?.filter(({ score }) => score >= running.score);
  $("run-score-field").hidden = !boxes;
  $("run-score").value = running.score;
  $("run-score-text").textContent = running.score.toFixed(2);
  if (picture) {
    canvas.width = picture.canvas.width;
    canvas.height = picture.canvas.height;
    const context = canvas.getContext("2d");
    context.drawImage(picture.canvas, 0, 0);
    if (result?.pixels && result.mask) paintMask(context, result.pixels, canvas.width, canvas.height);
    if (boxes) paintBoxes(context, boxes, canvas.width);
  }
  canvas.hidden = $("run-save").hidden = !picture;
  $("run-hint").hidden = Boolean(picture);
  $("run-seeded").hidden = !result?.isSeeded;
  const lines = [];
  if (result?.classes) {
    for (const { name, index, probability } of result.classes) {
      lines.push(`<tr><td class="l">${escaped(name)}</td><td class="l answer"><i style="width:${(100 * probability).toFixed(2)}%"></i></td><td>${(100 * probability).toFixed(2)} %</td><td>${index}</td></tr>`);
    }
  }
  if (boxes) {
    if (boxes.length === 0) lines.push(`<tr><td class="l">${say("noBoxes")}</td></tr>`);
    for (const { name, score, box } of boxes.slice(0, 20)) {
      lines.push(`<tr><td class="l"><i class="swatch" style="background:${classTone(name)}"></i>${escaped(name)}</td><td>${(100 * score).toFixed(0)} %</td><td>${box.map((side) => side.toFixed(0)).join(", ")}</td></tr>`);
    }
  }
  if (result?.mask) {
    const all = result.mask.reduce((sum, { pixels }) => sum + pixels, 0);
    for (const { name, pixels } of result.mask.toSorted((a, b) => b.pixels - a.pixels).slice(0, 12)) {
      lines.push(`<tr><td class="l"><i class="swatch" style="background:${classTone(name)}"></i>${escaped(name)}</td><td>${((100 * pixels) / all).toFixed(1)} %</td></tr>`);
    }
  }
  $("run-answers").innerHTML = lines.length > 0 ? `<tbody>${lines.join("")}</tbody>` : "";
  const blocks = result?.blocks ?? [];
  if (!blocks.some(({ block }) => block === running.block)) running.block = blocks.find(({ shape }) => shape.height > 1 && shape.channels > 4)?.block ?? null;
  $("run-blocks").innerHTML = blocks.filter(({ shape }) => shape.height > 1).map(({ block, name, shape }) =>
    `<option value="${block}">${escaped(name)} · ${shape.height}×${shape.width}×${shape.channels}</option>`).join("");
  if (running.block !== null) $("run-blocks").value = running.block;
  $("run-maps-card").hidden = blocks.length === 0;
  showMaps();
  showTimes();
}

// Points at a row: its last block that has maps is shown, with its gates.
function pointAt(row) {
  const own = running.result?.blocks.findLast((block) => block.row === row && block.shape.height > 1);
  if (!own || own.block === running.block) return;
  running.block = own.block;
  $("run-blocks").value = own.block;
  showMaps();
}

// How long each row took, as bars.
function showTimes() {
  const { rows, result } = running;
  $("run-times-card").hidden = !result || !rows;
  if (!result || !rows) return;
  const asked = network(page.state);
  const outline = ask("outline", asked);
  const kinds = new Map(ask("cost", { ...asked, by: "row" }).rows.map((line, index) => [outline.row[index]?.[0], line]));
  const lines = rows.filter(({ row }) => kinds.has(row) || outline.rows[row]).map(({ row, milliseconds }) => ({
    name: outline.rows[row]?.name ?? "", kind: "pointwise", ...kinds.get(row), links: [row], milliseconds,
  }));
  $("run-times").innerHTML = profile(lines, {
    colors: colors(), width: Math.max($("run-times").clientWidth, 300),
    measures: [
      { title: say("measured"), value: (line) => line.milliseconds, text: (number) => `${number.toFixed(number < 1 ? 2 : 1)} ms` },
      { title: say("column.macs"), value: (line) => line.macs ?? 0, text: (number) => short(number).join(" ") },
    ],
  });
  showGates();
  const sum = lines.reduce((all, { milliseconds }) => all + milliseconds, 0);
  const dearest = lines.reduce((best, line) => (line.milliseconds > best.milliseconds ? line : best), lines[0]);
  $("run-times-note").textContent = say("timesNote", { all: sum.toFixed(1), name: dearest.name, percent: ((100 * dearest.milliseconds) / sum).toFixed(0) });
}

// The gates of the block whose maps are shown: a bar for every channel, from 0 to 1.
function showGates() {
  const shown = running.result?.blocks.find(({ block }) => block === running.block);
  for (const bar of $("run-times").querySelectorAll(".hit")) bar.classList.toggle("on", Number(bar.dataset.rows) === shown?.row);
  const own = running.result?.gates.filter(({ block }) => block === running.block) ?? [];
  const all = running.result?.gates ?? [];
  $("run-gates").hidden = all.length === 0;
  if (all.length === 0) return;
  const row = shown?.name ?? "";
  if (own.length === 0) {
    $("run-gates-note").textContent = say("noGates", { name: row, others: [...new Set(all.map(({ name }) => name))].join(", ") });
    $("run-gates-bars").innerHTML = "";
    return;
  }
  const { values } = own[0];
  const [width, height, left] = [Math.max($("run-gates").clientWidth, 280), 72, 20];
  const largest = Math.max(1, ...values);
  const pitch = (width - left) / values.length;
  const bars = values.map((value, channel) => {
    const size = (Math.max(0, value) / largest) * height;
    return `<rect x="${(left + channel * pitch).toFixed(2)}" y="${(6 + height - size).toFixed(2)}" width="${Math.max(pitch * 0.86, 0.4).toFixed(2)}" height="${size.toFixed(2)}"><title>${channel}: ${value.toFixed(3)}</title></rect>`;
  });
  $("run-gates-bars").innerHTML = `<svg viewBox="0 0 ${width} ${height + 24}" role="img" aria-label="${escaped(say("gates"))}">` +
    [0, 1].map((mark) => `<line class="axis" x1="${left}" x2="${width}" y1="${6 + height - (mark / largest) * height}" y2="${6 + height - (mark / largest) * height}"/><text x="${left - 6}" y="${10 + height - (mark / largest) * height}" text-anchor="end">${mark}</text>`).join("") +
    `<g fill="${colors()["squeeze-excite"]?.stroke ?? "currentColor"}">${bars.join("")}</g><text x="${left}" y="${height + 20}">0</text><text x="${width}" y="${height + 20}" text-anchor="end">${values.length - 1}</text></svg>`;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const share = (test) => ((100 * values.filter(test).length) / values.length).toFixed(0);
  $("run-gates-note").textContent = say("gatesNote", { name: row, count: grouped(values.length), mean: mean.toFixed(2), closed: share((value) => value < 0.05), open: share((value) => value > 0.95) });
}

const hues = new Map();
function classTone(name) {
  if (!hues.has(name)) hues.set(name, hues.size);
  // Equally dark in every hue, so that white letters can be read on all.
  const place = hues.get(name);
  return `oklch(${place % 16 < 8 ? 52 : 40}% 0.17 ${(place * 137.5) % 360})`;
}

function paintBoxes(context, boxes, width) {
  const size = Math.max(12, width / 42);
  context.lineWidth = size / 6;
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textBaseline = "bottom";
  for (const { name, score, box: [left, top, right, bottom] } of boxes.toReversed()) {
    context.strokeStyle = context.fillStyle = classTone(name);
    context.strokeRect(left, top, right - left, bottom - top);
    const label = `${name} ${score.toFixed(2)}`;
    const y = Math.max(top, size * 1.3);
    context.fillRect(left, y - size * 1.3, context.measureText(label).width + size * 0.6, size * 1.3);
    context.fillStyle = "#fff";
    context.fillText(label, left + size * 0.3, y - size * 0.1);
  }
}

function paintMask(context, classes, width, height) {
  const names = new Map(running.result.mask.map((entry) => [entry.class, entry.name]));
  const layer = context.getImageData(0, 0, width, height);
  const colors = new Map();
  for (const index of names.keys()) {
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = classTone(names.get(index));
    probe.fillRect(0, 0, 1, 1);
    colors.set(index, probe.getImageData(0, 0, 1, 1).data);
  }
  for (let pixel = 0; pixel < classes.length; pixel += 1) {
    if (classes[pixel] === 0) continue;
    const color = colors.get(classes[pixel]);
    for (let part = 0; part < 3; part += 1) layer.data[4 * pixel + part] = (layer.data[4 * pixel + part] * 2 + color[part] * 3) / 5;
  }
  context.putImageData(layer, 0, 0);
}

// Feature maps of a block, each in its own range from black to white.
async function showMaps() {
  showGates();
  const canvas = $("run-maps");
  if (running.block === null || !running.result) {
    canvas.hidden = true;
    return;
  }
  const { answer, content } = await call("maps", { block: running.block, most: 64 });
  if (answer.error || !content) return;
  const { height, width } = answer.shape;
  const columns = Math.min(answer.maps, $("run-maps-card").clientWidth < 600 ? 8 : 16);
  const gap = Math.max(1, Math.round(width / 16));
  const lines = Math.ceil(answer.maps / columns);
  canvas.hidden = false;
  canvas.width = columns * (width + gap) - gap;
  canvas.height = lines * (height + gap) - gap;
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  for (let map = 0; map < answer.maps; map += 1) {
    const [left, top] = [(map % columns) * (width + gap), Math.floor(map / columns) * (height + gap)];
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const value = content[map * height * width + y * width + x];
        const place = 4 * ((top + y) * canvas.width + left + x);
        image.data[place] = image.data[place + 1] = image.data[place + 2] = value;
        image.data[place + 3] = 255;
      }
    }
  }
  context.putImageData(image, 0, 0);
  $("run-maps-note").textContent = say("mapsNote", { shown: answer.maps, all: grouped(answer.shape.channels) });
}

let isBuilt = false;
export function showRun() {
  if (!isBuilt) {
    isBuilt = true;
    $("run-file").addEventListener("change", (event) => {
      for (const file of event.target.files) openPicture(file);
      event.target.value = "";
    });
    $("run-go").addEventListener("click", () => go());
    $("run-drop").addEventListener("click", () => {
      running.checkpoint = null;
      running.loaded = "";
      go();
    });
    $("run-score").addEventListener("input", (event) => {
      running.score = Number(event.target.value);
      showResult();
    });
    $("run-blocks").addEventListener("change", (event) => {
      running.block = Number(event.target.value);
      showMaps();
    });
    $("run-times").addEventListener("pointerover", (event) => {
      const { rows } = event.target.dataset;
      if (rows) pointAt(Number(rows));
    });
  }
  $("run-drop").hidden = !running.checkpoint;
  $("run-network").textContent = network(page.state).name;
  // A run takes longer than a frame: after a change of the network it is asked for again.
  const key = JSON.stringify([network(page.state), page.state.tables, running.checkpoint?.name]);
  if (running.result && running.loaded !== key && !running.isBusy) {
    clearTimeout(showRun.timer);
    showRun.timer = setTimeout(go, 350);
  }
  showState();
  showTimes();
}

export function startRunning() {}
export const runAnswers = () => running;
