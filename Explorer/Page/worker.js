// Runs networks beside the page, so that the page stays quick: its own instance of the core, and the bytes of
// pictures and checkpoints, which leave it no more than the page leaves the machine.

let core;
const text = { encoder: new TextEncoder(), decoder: new TextDecoder() };

function start(module) {
  core = new WebAssembly.Instance(module, {}).exports;
}

function ask(name, request) {
  const bytes = text.encoder.encode(JSON.stringify(request));
  const start = core.place(bytes.length);
  // Addresses are numbers without a sign.
  new Uint8Array(core.memory.buffer).set(bytes, start >>> 0);
  const length = core[name](bytes.length);
  return JSON.parse(text.decoder.decode(new Uint8Array(core.memory.buffer, core.answer() >>> 0, length)));
}

function give(bytes) {
  const start = core.content(bytes.length);
  new Uint8Array(core.memory.buffer).set(bytes, start >>> 0);
}

const taken = (count) => new Uint8Array(core.memory.buffer, core.content(-1) >>> 0, count).slice();

// Milliseconds of each row: its steps, one by one, in as many runs as fit into a third of a second. Clocks of
// browsers tick in tenths of a millisecond, so a mean is nearer than the least; runs that something else held up
// do not count.
function profile(steps) {
  const runs = [];
  const began = performance.now();
  do {
    const times = new Map(steps.map((row) => [row, 0]));
    const start = performance.now();
    let before = start;
    steps.forEach((row, index) => {
      core.step(index);
      const now = performance.now();
      times.set(row, times.get(row) + now - before);
      before = now;
    });
    runs.push({ times, total: before - start });
  } while (performance.now() - began < 333);
  const least = Math.min(...runs.map(({ total }) => total));
  const fair = runs.filter(({ total }) => total <= 1.2 * least);
  return [...new Set(steps)].map((row) => ({
    row, milliseconds: fair.reduce((sum, { times }) => sum + times.get(row), 0) / fair.length,
  }));
}

let module, files = [];
onmessage = ({ data: { id, name, request, bytes } }) => {
  const began = performance.now();
  try {
    let answer, content;
    switch (name) {
      case "start":
        module = request.module;
        start(module);
        answer = {};
        break;
      case "tables":
        files = request.files;
        answer = ask("tables", request);
        break;
      case "open":
        give(bytes);
        answer = ask("open", request);
        break;
      case "profile":
        answer = { rows: profile(request.steps) };
        break;
      case "maps": {
        answer = ask("maps", request);
        if (!answer.error) content = taken(answer.maps * answer.shape.height * answer.shape.width);
        break;
      }
      default:
        if (bytes) give(bytes);
        else core.content(0);
        answer = ask(name, request);
        if (answer.mask) content = taken(request.columns * request.lines);
    }
    postMessage({ id, answer, content, milliseconds: performance.now() - began });
  } catch (error) {
    // The memory ended, or the core stopped: it starts anew, and the page says so.
    start(module);
    if (files.length > 0) ask("tables", { files });
    postMessage({ id, answer: { error: { message: `the core stopped (${error.message}) and was started anew` } } });
  }
};
