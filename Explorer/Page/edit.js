// The view of the table: every cell can be changed. A change goes through the YAML of the table and the
// program's own reader; what is wrong says so at its cell, and what is shown elsewhere stays.

import { say } from "./texts.js";
import { grouped, escaped, shape } from "./numbers.js";
import { network } from "./state.js";
import { $, page, tables, complain, saveFile, toast, keepFocus } from "./page.js";
import { changed } from "./table.js";

const editing = { source: null, original: null, pending: new Map(), problems: [], past: [], future: [], of: "" };

// The state's tables in force, over the built-in ones; throws if they are wrong.
export function layTables(own) {
  page.answers.clear();
  const answer = page.core.lay(tables(own));
  page.catalog = page.core.call("networks");
  // Without those that the page was given, and that of the baseline.
  page.own = new Set(own.length > 0 ? answer.own.slice(-own.length).filter((name) => name !== page.state.pin?.name) : []);
  return answer.own.at(-1);
}

// A baseline of the table that is about to change stays what it is: a table of its own beside the changed one.
function keepBaseline() {
  const { pin, name } = page.state;
  const [of, dialect] = pin?.name.split("@") ?? [];
  if (!pin || pin.table || of !== name || page.core.skeletons.has(name)) return;
  const kept = `${of}-baseline`;
  const text = page.core.call("source", { name: of }).text
    .replace(/^(aliases|kind):.*\n/gm, "").replace(/^name:.*$/m, `name: ${kept}`).replace(/^title: *(.*)$/m, (_, title) => `title: ${JSON.stringify(`${title.replaceAll('"', "")} (baseline)`)}`);
  page.state.pin = { ...pin, name: kept, of: pin.name, isPublished: !page.own.has(of) && !dialect, table: { file: "baseline.yaml", text } };
}

// What undo goes back to: the tables, and the network that is shown.
function snapshot() {
  const { tables: own, name, dialect, width, height, side, classes } = page.state;
  return { tables: own, name, dialect, width, height, side, classes };
}

// Remembers the state, which is about to change.
export function remember() {
  editing.past.push(snapshot());
  editing.future.length = 0;
}

// Puts tables in force, with what else of the state changes, and remembers the state before.
export function commit(own, changes = {}) {
  keepBaseline();
  layTables(own);
  remember();
  show({ tables: own, ...changes });
}

function show(changes) {
  editing.pending.clear();
  editing.problems = [];
  page.showNetworks();
  page.change(changes);
}

const unscaled = { width: null, height: null, side: null, classes: null, row: null };
const named = (text) => {
  const [name, dialect = ""] = text.split("@");
  return { name, dialect };
};
const joined = (own, { file, text }) => [...own.filter((table) => table.file !== file), { file, text }];

function step(from, to) {
  if (from.length === 0) return;
  if (editing.pending.size > 0 && from === editing.past) {
    // What is not in force yet is the last thing that was done.
    editing.pending.clear();
    editing.problems = [];
    showEdit();
    return;
  }
  to.push(snapshot());
  const before = from.pop();
  layTables(before.tables);
  show({ ...before, row: null });
}

// The table that a variant is of in the end.
function origin(name) {
  for (;;) {
    const { base } = page.core.call("source", { name });
    if (!base) return name;
    name = base;
  }
}

// The table without what the page changed: what a change is compared with.
function loadOriginal(asked) {
  const load = (name) => ({ source: page.core.call("source", { name }), cost: page.core.call("cost", { name, by: "row" }) });
  const own = page.state.tables;
  if (own.length === 0) return load(asked.name);
  try {
    const name = origin(asked.name);
    page.core.lay(tables([]));
    return load(name);
  } catch {
    return null;
  } finally {
    page.core.lay(tables(own));
  }
}

// Opens the table at a row, with what the row is ready to be typed over.
export function editRow(name) {
  page.change({ view: "edit" });
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const index = editing.source.rows.findIndex((row) => row.name === name);
    const cells = [...$("edit").querySelectorAll(`[data-cell^="${index}:"]`)];
    const cell = cells.find((one) => one.classList.contains("wide")) ?? cells[0];
    cell?.scrollIntoView({ block: "center", inline: "center" });
    cell?.select();
  }));
}

export function showEdit() {
  const asked = { name: network(page.state).name };
  try {
    editing.source = page.core.call("source", asked);
  } catch (error) {
    complain($("edit-message"), error);
    $("edit").innerHTML = $("edit-note").textContent = $("yaml").value = "";
    $("undo").disabled = editing.past.length === 0;
    $("redo").disabled = editing.future.length === 0;
    editing.of = "";
    return;
  }
  if (editing.of !== asked.name) {
    editing.of = asked.name;
    editing.original = loadOriginal(asked);
    editing.pending.clear();
    editing.problems = [];
  }
  const { source, original, pending, problems } = editing;
  const costs = new Map((page.data?.byRow.rows ?? []).map((line) => [line.name, line]));
  const before = new Map((original?.cost.rows ?? []).map((line) => [line.name, line]));
  const isPlain = page.state.width === null && page.state.height === null && page.state.classes === null;
  const header = [];
  for (const row of source.rows) for (const { column } of row.cells) if (!header.includes(column)) header.push(column);
  const isInput = (column) => ["input", "input size"].includes(column.toLowerCase());
  const shown = header.filter((column) => !isInput(column));

  const html = [`<thead><tr><th></th><th class="l">${say("column.name")}</th>${shown.map((column) => `<th class="l">${escaped(column)}</th>`).join("")}<th class="l">${say("column.output")}</th><th>${say("column.parameters")}</th><th>${say("column.macs")}</th><th></th></tr></thead><tbody>`];
  source.rows.forEach((row, index) => {
    const own = problems.filter((problem) => problem.row === index);
    const line = costs.get(row.name);
    const outline = page.data?.outline.rows.findIndex(({ name }) => name === row.name);
    html.push(`<tr class="${outline >= 0 ? `r${outline}` : ""}"><td class="number">${row.number}</td><td class="l name">${escaped(row.name)}${row.group ? ` <span class="change">×${escaped(row.group)}</span>` : ""}</td>`);
    for (const column of shown) {
      const cell = row.cells.findIndex((one) => one.column === column);
      if (cell < 0) {
        html.push(`<td class="none"></td>`);
        continue;
      }
      const key = `${index}:${cell}`;
      const value = pending.get(key) ?? row.cells[cell].text;
      const was = original?.source.rows[index]?.cells[cell]?.text;
      const isChanged = original && value !== was;
      const isWrong = own.some((problem) => problem.cell === cell);
      html.push(
        `<td class="l ${isWrong ? "wrong" : isChanged ? "changed" : ""}" data-head="${escaped(column)}"><input class="${/operator|type|shape|module|args/i.test(column) ? "wide" : ""}" data-cell="${key}" value="${escaped(value === "~" ? "" : value)}" placeholder="–" aria-label="${escaped(`${row.name} ${column}`)}" ${row.isOwn ? "" : `title="${say("foreignRow")}"`} ${isWrong ? 'aria-invalid="true"' : ""} spellcheck="false" autocomplete="off"></td>`);
    }
    const difference = (key) => (line && isPlain && page.state.tables.length > 0 && before.size > 0 && line[key] !== before.get(row.name)?.[key] ? changed(line[key], before.get(row.name)?.[key]) : "");
    html.push(
      `<td class="l" data-head="${say("column.output")}">${line ? shape(line.output) : ""}</td><td data-head="${say("column.parameters")}">${line ? grouped(line.parameters) + difference("parameters") : ""}</td><td data-head="${say("column.macs")}">${line ? grouped(line.macs) + difference("macs") : ""}</td>`);
    html.push(`<td class="row-tools"><button data-row-tool="duplicate" data-at="${index}" title="${say("duplicateRow")}" aria-label="${say("duplicateRow")}">＋</button><button data-row-tool="remove" data-at="${index}" title="${say("removeRow")}" aria-label="${say("removeRow")}">−</button></td></tr>`);
    for (const problem of own) html.push(`<tr class="fault"><td colspan="${shown.length + 6}">${escaped(problem.message)}</td></tr>`);
  });
  html.push("</tbody>");
  $("edit").innerHTML = html.join("");
  const loose = problems.filter((problem) => problem.row === null).map((problem) => problem.message);
  complain($("edit-message"), pending.size > 0 ? { message: [...loose, say("stillWrong")].join("\n") } : null);
  $("edit-note").textContent = `${source.file} · ${say("editNote")}`;
  if (document.activeElement !== $("yaml")) $("yaml").value = source.text;
  $("undo").disabled = editing.past.length === 0 && pending.size === 0;
  $("redo").disabled = editing.future.length === 0;
  $("reset").disabled = page.state.tables.length === 0;
}

// Asks the core for the table with what is pending, and puts it in force if it is right.
function apply(operation) {
  const sets = [...editing.pending].map(([key, value]) => {
    const [row, cell] = key.split(":").map(Number);
    return { row, cell, value };
  });
  let answer;
  try {
    answer = page.core.call("edit", { name: network(page.state).name, sets, ...operation });
  } catch (error) {
    complain($("edit-message"), error);
    return;
  }
  if (!answer.fault) {
    // In a dialect, and where a file cannot say it of itself, the change is a variant.
    const isSame = answer.name === network(page.state).name;
    return commit(joined(page.state.tables, answer), isSame ? {} : { ...named(answer.name), row: null });
  }
  editing.problems = answer.fault.problems;
  if (operation) {
    complain($("edit-message"), { message: answer.fault.problems.map(({ message }) => message).join("\n") || answer.fault.message });
    editing.problems = [];
    return;
  }
  if (answer.fault.problems.length === 0) editing.problems = [{ message: answer.fault.message, row: null, cell: null }];
  showEdit();
}

export function startEditing() {
  $("edit").addEventListener("change", (event) => {
    const key = event.target.dataset?.cell;
    if (!key) return;
    const [row, cell] = key.split(":").map(Number);
    const value = event.target.value.trim() || "~";
    if (value === editing.source.rows[row].cells[cell].text) editing.pending.delete(key);
    else editing.pending.set(key, value);
    // Once the focus is where it goes: the table is drawn anew.
    requestAnimationFrame(() => keepFocus(() => {
      if (editing.pending.size > 0) return apply();
      editing.problems = [];
      showEdit();
    }));
  });
  $("edit").addEventListener("click", (event) => {
    const tool = event.target.closest("[data-row-tool]");
    if (tool) apply({ operation: tool.dataset.rowTool, row: Number(tool.dataset.at) });
  });
  $("undo").addEventListener("click", () => {
    if (editing.pending.size > 0) {
      editing.pending.clear();
      editing.problems = [];
      showEdit();
    } else step(editing.past, editing.future);
  });
  $("redo").addEventListener("click", () => step(editing.future, editing.past));
  $("reset").addEventListener("click", () => {
    editing.of = "";
    try {
      const plain = named(origin(network(page.state).name));
      commit([]);
      if (!page.catalog.networks.some(({ name }) => name === page.state.name)) page.change(plain);
    } catch (error) {
      complain($("edit-message"), error);
    }
  });
  $("download").addEventListener("click", () => saveFile(`${page.state.name}.yaml`, "text/yaml", $("yaml").value));
  $("apply").addEventListener("click", () => openTable({ name: editing.source?.file ?? "table.yaml", text: $("yaml").value }));
  $("open").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) page.open(file);
    event.target.value = "";
  });
  document.addEventListener("keydown", (event) => {
    if (page.state.view !== "edit" || event.target === $("yaml") || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    $(event.shiftKey ? "redo" : "undo").click();
  });
}

// A table from elsewhere. What is wrong is said, and the tables before stay.
export function openTable({ name, text }) {
  const before = page.state.tables;
  const own = joined(before, { file: name, text });
  keepBaseline();
  try {
    // Reads the network, too: a table may be YAML and still be wrong.
    const network = layTables(own);
    if (network) page.core.call("cost", { name: network, by: "row" });
    editing.of = "";
    commit(own, network && network !== page.state.name ? { ...named(network), ...unscaled } : {});
    toast(say("applied"));
  } catch (error) {
    layTables(before);
    complain($("edit-message"), error);
    $("edit-message").scrollIntoView({ block: "nearest" });
  }
}
