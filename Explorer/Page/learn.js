// The view that explains: one convolution, the activations, what ReLU loses, and a worksheet.

import { say, hasText } from "./texts.js";
import { grouped, escaped, shape } from "./numbers.js";
import { network } from "./state.js";
import { $, page, ask, palette, complain, keepFocus } from "./page.js";
import { showGlossary } from "./glossary.js";

const learning = {
  convolution: { kernel: 3, in: 512, out: 512, height: 14, side: 14, stride: 1, padding: "symmetric" },
  chosen: ["h-swish", "swish"], x: 1, seed: 1, noise: 0, dimensions: 5, answers: {},
};
const sliders = [
  ["kernel", "Dk", [1, 2, 3, 4, 5, 7, 9, 11]], ["in", "M", powers(10)], ["out", "N", powers(10)],
  ["size", "DF", [4, 7, 8, 14, 16, 28, 32, 56, 64, 112, 128, 224]], ["stride", "s", [1, 2, 3, 4]],
];
const activations = ["ReLU", "ReLU6", "LeakyReLU", "sigmoid", "h-sigmoid", "swish", "h-swish", "GELU"];
const tones = ["vermilion", "blue", "green", "purple", "orange", "skyBlue", "yellow", "gray"];

function powers(most) {
  const list = [1, 3];
  for (let power = 3; power <= most; power += 1) list.push(2 ** power, 1.5 * 2 ** power);
  return list.filter((number) => number <= 2 ** most);
}

export function startLearning() {
  $("view-learn").innerHTML = `
    <section class="card">
      <div class="head"><h2 data-text="convolution"></h2><p class="source" data-text="convolutionNote"></p><span class="save" data-figure="convolution"></span></div>
      <div class="knobs">${sliders.map(([key, symbol]) => `<label><span><b>${symbol}</b> <span data-text="knob.${key}"></span></span><output id="out-${key}"></output><input type="range" id="knob-${key}" min="0" max="${sliders.find(([one]) => one === key)[2].length - 1}" step="1"></label>`).join("")}
        <label><span data-text="knob.padding"></span><select id="knob-padding"><option value="symmetric" data-text="symmetric"></option><option value="same">same</option><option value="valid">valid</option></select></label></div>
      <p class="message" id="convolution-message" role="alert" hidden></p>
      <div id="convolution" class="drawing"></div>
      <div class="scroll" tabindex="0" role="group" data-label="costs"><table id="convolution-costs" class="cards"></table></div>
    </section>
    <div class="columns even">
      <section class="card">
        <div class="head"><h2 data-text="activationCurves"></h2><span class="save" data-figure="curves"></span></div>
        <div id="chosen" class="chips"></div>
        <div id="curves" class="chart"></div>
        <label class="wide"><span>x = <output id="x-text"></output></span><input type="range" id="x" min="-8" max="8" step="0.05"></label>
        <table id="values"></table>
      </section>
      <section class="card">
        <div class="head"><h2 data-text="reluLoss"></h2><p class="source" data-text="reluLossNote"></p><span class="save" data-figure="relu"></span>
          <div class="actions"><button id="noise" class="quiet" data-text="otherMatrices"></button></div></div>
        <label class="wide"><span>n = <output id="n-text"></output></span><input type="range" id="n" min="1" max="40" step="1" list="n-stops"><datalist id="n-stops"><option>2</option><option>3</option><option>5</option><option>15</option><option>30</option></datalist></label>
        <div class="chips" id="n-chips"></div>
        <div id="relu" class="drawing"></div>
      </section>
    </div>
    <section class="card">
      <div class="head"><h2 data-text="worksheet"></h2><p class="source" id="worksheet-note"></p>
        <div class="actions"><span id="worksheet-score" class="inline"></span><button id="other-sheet" class="quiet" data-text="otherBlanks"></button><button id="solve" class="quiet" data-text="showAnswers"></button></div></div>
      <div class="scroll"><table id="worksheet" class="cards"></table></div>
    </section>
    <section class="card">
      <div class="head"><h2 data-text="glossary"></h2>
        <div class="actions"><input id="glossary-search" type="search" data-label="searchTerm" autocomplete="off"></div></div>
      <dl id="glossary"></dl>
    </section>`;
  $("glossary-search").addEventListener("input", showGlossary);
  for (const [key, , stops] of sliders) {
    $(`knob-${key}`).addEventListener("input", (event) => {
      const value = stops[Number(event.target.value)];
      if (key === "size") learning.convolution.height = learning.convolution.side = value;
      else learning.convolution[key] = value;
      showConvolution();
    });
  }
  $("knob-padding").addEventListener("input", (event) => {
    learning.convolution.padding = event.target.value;
    showConvolution();
  });
  $("x").addEventListener("input", (event) => {
    learning.x = Number(event.target.value);
    showActivations();
  });
  $("chosen").addEventListener("click", (event) => {
    const { activation } = event.target.dataset;
    if (!activation) return;
    learning.chosen = learning.chosen.includes(activation) ? learning.chosen.filter((one) => one !== activation) : [...learning.chosen, activation];
    keepFocus(showActivations);
  });
  $("curves").addEventListener("pointermove", (event) => {
    const drawing = $("curves").querySelector("svg");
    if (!drawing || event.buttons === 0 && event.pointerType !== "mouse") return;
    const { left, width } = drawing.getBoundingClientRect();
    const part = ((event.clientX - left) / width) * curveSize.width;
    learning.x = Math.min(8, Math.max(-8, Math.round((-8 + (16 * (part - curveSize.left)) / curveSize.room) * 20) / 20));
    showActivations();
  });
  $("noise").addEventListener("click", () => {
    learning.noise += 1;
    showLoss();
  });
  $("n").addEventListener("input", (event) => {
    learning.dimensions = Number(event.target.value);
    showLoss();
  });
  $("n-chips").addEventListener("click", (event) => {
    if (!event.target.dataset.n) return;
    learning.dimensions = Number(event.target.dataset.n);
    keepFocus(showLoss);
  });
  $("other-sheet").addEventListener("click", () => {
    learning.seed += 1;
    learning.answers = {};
    showWorksheet();
  });
  $("solve").addEventListener("click", () => {
    for (const { blank, answer } of ask("worksheet", { ...network(page.state), seed: learning.seed }).answers) learning.answers[blank] = words(answer);
    showWorksheet();
  });
  $("worksheet").addEventListener("change", (event) => {
    const { blank } = event.target.dataset;
    if (!blank) return;
    learning.answers[blank] = event.target.value;
    // Once the focus is where it goes: the sheet is drawn anew.
    requestAnimationFrame(() => keepFocus(showWorksheet));
  });
  $("worksheet").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const blanks = [...$("worksheet").querySelectorAll("[data-blank]")];
    (blanks[blanks.indexOf(event.target) + 1] ?? blanks[0])?.focus();
  });
}

export function showLearn() {
  showConvolution();
  showActivations();
  showLoss();
  showWorksheet();
  showGlossary();
}

function showConvolution() {
  const own = learning.convolution;
  for (const [key, , stops] of sliders) {
    const value = key === "size" ? own.height : own[key];
    $(`knob-${key}`).value = stops.indexOf(value);
    $(`out-${key}`).textContent = value;
    $(`knob-${key}`).setAttribute("aria-valuetext", value);
  }
  try {
    const costs = ask("conv", own);
    const narrow = $("convolution").clientWidth < 760;
    $("convolution").classList.toggle("narrow", narrow);
    $("convolution").innerHTML = ask("draw", { ...own, figure: "conv", canvas: narrow ? "column" : "slide", theme: page.state.theme }).svg;
    const lines = ["standard", "depthwise", "pointwise", "separable"];
    const { kernel: k, in: m, out: n } = own;
    const f = Math.round(Math.sqrt(costs.depthwise.macs / (k * k * m)));
    const formulas = {
      standard: [`Dk·Dk·M·N·DF·DF`, `${k}·${k}·${m}·${n}·${f}·${f}`], depthwise: [`Dk·Dk·M·DF·DF`, `${k}·${k}·${m}·${f}·${f}`],
      pointwise: [`M·N·DF·DF`, `${m}·${n}·${f}·${f}`], separable: [`Dk·Dk·M·DF·DF + M·N·DF·DF`, `${k}·${k}·${m}·${f}·${f} + ${m}·${n}·${f}·${f}`],
    };
    $("convolution-costs").innerHTML = `<thead><tr><th class="l"></th><th class="l">MACs =</th><th class="l"></th><th>${say("column.macs")}</th><th>${say("column.parameters")}</th><th>%</th></tr></thead><tbody>` +
      lines.map((line) => `<tr><td class="l name">${say(`conv.${line}`)}</td><td class="l code" data-head="MACs =">${formulas[line][0]}</td><td class="l code" data-head="=">${formulas[line][1]}</td><td data-head="${say("column.macs")}">${grouped(costs[line].macs)}</td><td data-head="${say("column.parameters")}">${grouped(costs[line].parameters)}</td><td data-head="%">${((100 * costs[line].macs) / costs.standard.macs).toFixed(2)}</td></tr>`).join("") + "</tbody>";
    complain($("convolution-message"), null);
  } catch (error) {
    complain($("convolution-message"), error);
  }
}

// As wide as its place, so that letters have their size.
const curveSize = { width: 560, left: 34, room: 510 };

function showActivations() {
  const colors = palette();
  const { x } = learning;
  $("x").value = x;
  $("x-text").textContent = x.toFixed(2);
  $("chosen").innerHTML = activations.map((name, index) => {
    const isOn = learning.chosen.includes(name);
    return `<button data-activation="${name}" aria-pressed="${isOn}" style="--tone:${colors[tones[index]].stroke}">${name}</button>`;
  }).join("");
  curveSize.width = Math.max($("curves").clientWidth, 300);
  curveSize.room = curveSize.width - curveSize.left - 16;
  const { width, left, room } = curveSize;
  const panels = [["curve", -1, 8, 190, say("functionName")], ["slope", -0.6, 1.6, 110, say("derivativeName")]];
  const parts = [];
  let top = 8;
  const sx = (value) => left + ((value + 8) / 16) * room;
  const answers = learning.chosen.map((name) => ({ name, color: colors[tones[activations.indexOf(name)]].stroke, ...ask("activation", { activation: name, x }) }));
  for (const [key, least, most, height, title] of panels) {
    const sy = (value) => top + (1 - (value - least) / (most - least)) * height;
    for (const mark of key === "curve" ? [0, 2, 4, 6, 8] : [0, 0.5, 1]) parts.push(`<line class="axis" x1="${left}" x2="${left + room}" y1="${sy(mark)}" y2="${sy(mark)}"/><text x="${left - 6}" y="${sy(mark) + 4}" text-anchor="end">${mark}</text>`);
    for (const mark of [-8, -4, 0, 4, 8]) parts.push(`<line class="axis" x1="${sx(mark)}" x2="${sx(mark)}" y1="${top}" y2="${top + height}"/><text x="${sx(mark)}" y="${top + height + 14}" text-anchor="middle">${mark}</text>`);
    parts.push(`<text class="strong" x="${left + 6}" y="${top + 12}">${escaped(title)}</text>`);
    for (const { color, value, derivative, ...curves } of answers) {
      const points = curves[key].map(([at, of]) => `${sx(at).toFixed(1)},${sy(Math.min(Math.max(of, least), most)).toFixed(1)}`);
      parts.push(`<polyline points="${points.join(" ")}" fill="none" stroke="${color}" stroke-width="2"/>`);
      const here = key === "curve" ? value : derivative;
      parts.push(`<circle cx="${sx(x)}" cy="${sy(Math.min(Math.max(here, least), most))}" r="4.5" fill="${color}"/>`);
    }
    parts.push(`<line x1="${sx(x)}" x2="${sx(x)}" y1="${top}" y2="${top + height}" stroke="currentColor" stroke-dasharray="2 3"/>`);
    top += height + 30;
  }
  $("curves").innerHTML = `<svg viewBox="0 0 ${width} ${top}" role="img" aria-label="${escaped(say("activationCurves"))}">${parts.join("")}</svg>`;
  $("values").innerHTML = `<tbody>${answers.map(({ name, color, value, derivative }) => `<tr><td class="l"><i class="swatch" style="background:${color}"></i>${name}</td><td>${value.toFixed(4)}</td><td>${say("derivativeName")} ${derivative.toFixed(4)}</td></tr>`).join("")}</tbody>`;
}

function showLoss() {
  const n = learning.dimensions;
  $("n").value = n;
  $("n-text").textContent = n;
  $("n-chips").innerHTML = [2, 3, 5, 15, 30].map((stop) => `<button data-n="${stop}" aria-pressed="${stop === n}" style="--tone:var(--accent)">n = ${stop}</button>`).join("");
  const room = Math.max(Math.min(Math.floor($("relu").clientWidth), 620), 280);
  $("relu").innerHTML = ask("draw", { figure: "relu-loss", n, room, seed: learning.noise, theme: page.state.theme }).svg;
}

const words = (answer) => (typeof answer === "object" ? shape(answer) : String(answer));
const plain = (text) => text.toLowerCase().replaceAll("×", "x").replace(/[^0-9x]/g, "");

// The table with blanks; what is typed is checked, and a wrong answer is told how it comes about.
function showWorksheet() {
  let sheet;
  try {
    sheet = ask("worksheet", { ...network(page.state), seed: learning.seed });
  } catch (error) {
    $("worksheet-note").textContent = error.message;
    return;
  }
  const answers = new Map(sheet.answers.map((one) => [one.blank, one]));
  const columns = [...new Set(sheet.questions.flatMap((row) => Object.keys(row)))]
    .filter((key) => !["row", "name", "output", "parameters", "macs", "part", "input"].includes(key));
  // As the table has them.
  const order = ask("source", { name: network(page.state).name }).rows.flatMap((row) => row.cells.map(({ column }) => column));
  columns.sort((one, other) => order.indexOf(one) - order.indexOf(other));
  const headOf = (key) => (hasText(`column.${key}`) ? say(`column.${key}`) : key);
  const isWord = (head) => head === headOf("operator") || /type|shape|module|args/.test(head);
  let right = 0;
  // On a phone a row is a list, and its cells have the heads beside them.
  const cell = (value, head) => {
    const named = ` data-head="${escaped(head)}"`;
    const blank = typeof value === "string" && value.match(/^\((\d+)\) _+$/);
    if (!blank) return `<td class="${value === null || value === undefined ? "none" : ""}${isWord(head) ? " l" : ""}"${named}>${value === null || value === undefined ? "–" : typeof value === "object" ? shape(value) : typeof value === "number" ? grouped(value) : escaped(value)}</td>`;
    const number = Number(blank[1]);
    const typed = learning.answers[number] ?? "";
    const { answer, how } = answers.get(number);
    const isRight = typed !== "" && plain(typed) === plain(words(answer));
    if (isRight) right += 1;
    const mark = typed === "" ? "" : isRight ? "right" : "false";
    return `<td class="blank ${mark}"${named}><input data-blank="${number}" value="${escaped(typed)}" placeholder="(${number})" aria-label="${say("blank", { number })}" ${mark === "false" ? 'aria-invalid="true"' : ""} autocomplete="off">${mark === "false" ? `<span class="change">${escaped(how)}</span>` : ""}</td>`;
  };
  $("worksheet").innerHTML = `<thead><tr><th>#</th><th class="l">${say("column.name")}</th>${[...columns, "output", "parameters", "macs"].map((key) => `<th${isWord(headOf(key)) ? ' class="l"' : ""}>${escaped(headOf(key))}</th>`).join("")}</tr></thead><tbody>` +
    sheet.questions.map((row) => `<tr><td class="number">${row.row ?? ""}</td><td class="l name">${escaped(row.name)}</td>${columns.map((key) => cell(row[key], headOf(key))).join("")}${["output", "parameters", "macs"].map((key) => cell(row[key], headOf(key))).join("")}</tr>`).join("") + "</tbody>";
  $("worksheet-note").textContent = say("worksheetNote", { name: network(page.state).name, seed: learning.seed });
  $("worksheet-score").textContent = say("sheetScore", { right, all: answers.size });
}
