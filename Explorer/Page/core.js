// The core: the program's own Swift as WebAssembly. JSON in, JSON out; Exports.swift says what it answers.

const text = { encoder: new TextEncoder(), decoder: new TextDecoder() };

// What the core says is wrong: its message, and places in a table.
export class CoreError extends Error {
  constructor({ message, problems = [] }) {
    super(message);
    this.problems = problems;
  }
}

export class Core {
  constructor(module) {
    this.module = module;
    this.files = [];
    // The bytes of opened models by the names of their files.
    this.models = new Map();
    this.restarts = 0;
    // Milliseconds that all answers took, for the report of times.
    this.spent = 0;
    this.start();
  }

  start() {
    this.exports = new WebAssembly.Instance(this.module, {}).exports;
  }

  // What an export answers. If the memory ends, the core starts anew with the same tables.
  call(name, request = {}) {
    let answer;
    const began = performance.now();
    try {
      answer = this.exchange(name, request);
      this.spent += performance.now() - began;
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
      this.restarts += 1;
      this.start();
      if (this.files.length > 0) this.exchange("tables", { files: this.files });
      for (const [name, bytes] of this.models) this.give(name, bytes);
      throw new CoreError({ message: `the core stopped (${error.message}) and was started anew` });
    }
    if (answer.error) throw new CoreError(answer.error);
    return answer;
  }

  exchange(name, request) {
    const bytes = text.encoder.encode(JSON.stringify(request));
    const { memory, place, answer } = this.exports;
    const start = place(bytes.length);
    new Uint8Array(memory.buffer).set(bytes, start);
    const length = this.exports[name](bytes.length);
    return JSON.parse(text.decoder.decode(new Uint8Array(memory.buffer, answer(), length)));
  }

  // Opens a model: its name then stands for a network.
  open(name, bytes) {
    const answer = this.give(name, bytes);
    if (answer.error) throw new CoreError(answer.error);
    this.models.set(name, bytes);
  }

  give(name, bytes) {
    const start = this.exports.content(bytes.length);
    new Uint8Array(this.exports.memory.buffer).set(bytes, start);
    return this.exchange("open", { name });
  }

  // Lays tables over the built-in ones, which stay if they are wrong.
  lay(files) {
    const answer = this.call("tables", { files });
    this.files = files;
    return answer;
  }
}

// The module that lies in the page: gzipped, in base64.
export async function loadCore(element) {
  const packed = Uint8Array.from(atob(element.textContent), (character) => character.charCodeAt(0));
  element.textContent = "";
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = await new Response(stream).arrayBuffer();
  return new Core(await WebAssembly.compile(bytes));
}
