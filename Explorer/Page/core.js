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
    // The same without their weights, as an address holds them.
    this.skeletons = new Map();
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
      this.restart();
      throw new CoreError({ message: `the core stopped (${error.message}) and was started anew` });
    }
    if (answer.error) throw new CoreError(answer.error);
    return answer;
  }

  // As the core was, but for what it cannot hold: a model without its weights is still a network.
  restart() {
    this.restarts += 1;
    this.start();
    if (this.files.length > 0) this.exchange("tables", { files: this.files });
    for (const [name, bytes] of this.models) {
      try {
        this.give("open", bytes, { name });
      } catch {
        this.models.delete(name);
        this.start();
        return this.restart();
      }
    }
  }

  // An answer about bytes, as `call` gives it.
  send(name, bytes, request = {}) {
    try {
      const answer = this.give(name, bytes, request);
      if (answer.error) throw new CoreError(answer.error);
      return answer;
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
      this.restart();
      throw new CoreError({ message: `the core stopped (${error.message}) and was started anew` });
    }
  }

  exchange(name, request) {
    const bytes = text.encoder.encode(JSON.stringify(request));
    const { memory, place, answer } = this.exports;
    const start = place(bytes.length);
    // Addresses are numbers without a sign.
    new Uint8Array(memory.buffer).set(bytes, start >>> 0);
    const length = this.exports[name](bytes.length);
    return JSON.parse(text.decoder.decode(new Uint8Array(memory.buffer, answer() >>> 0, length)));
  }

  // Opens a model: its name then stands for a network.
  open(name, bytes) {
    this.send("open", bytes, { name });
    this.models.set(name, bytes);
    const { bytes: count } = this.call("skeleton", { name });
    const { memory, content } = this.exports;
    this.skeletons.set(name, new Uint8Array(memory.buffer, content(-1) >>> 0, count).slice());
  }

  give(name, bytes, request) {
    const start = this.exports.content(bytes.length);
    new Uint8Array(this.exports.memory.buffer).set(bytes, start >>> 0);
    return this.exchange(name, request);
  }

  // Lays tables over the built-in ones, which stay if they are wrong.
  lay(files) {
    const answer = this.call("tables", { files });
    this.files = files;
    return answer;
  }
}

// By a plain loop: to ask an iterator for each of two million characters takes half a second.
export function bytesOfBase64(base64) {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

// The module that lies in the page: gzipped, in base64.
export async function loadCore(element) {
  const packed = bytesOfBase64(element.textContent);
  element.textContent = "";
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  // Compiled while it is unpacked.
  const response = new Response(stream, { headers: { "Content-Type": "application/wasm" } });
  return new Core(await WebAssembly.compileStreaming(response));
}
