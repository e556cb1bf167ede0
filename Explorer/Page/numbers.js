// Numbers as people read them. What is counted is exact; only its printing is rounded.

// One formatter for all: to make one takes longer than to use it.
const english = new Intl.NumberFormat("en-US");
export const grouped = (number) => english.format(number).replaceAll(",", "\u202f");
export const fixed = (number, decimals) => number.toFixed(decimals);
export const percent = (part, whole) => (whole > 0 ? ((100 * part) / whole).toFixed(1) : "-");
export const kibibytes = (bytes) => grouped(Math.round(bytes / 102.4) / 10);

// 300.8 M with its unit apart; three or four digits.
export function short(number) {
  for (const [unit, size] of [["T", 1e12], ["G", 1e9], ["M", 1e6], ["k", 1e3]]) {
    if (Math.abs(number) >= size) return [digits(number / size), unit];
  }
  return [digits(number), ""];
}

const digits = (number) => {
  const size = Math.abs(number);
  return size >= 100 ? number.toFixed(1) : size >= 10 ? number.toFixed(2) : size >= 1 ? number.toFixed(3) : String(+number.toPrecision(3));
};

export const shape = ({ height, width, channels }) => `${height}×${width}×${channels}`;

export function duration(microseconds) {
  if (microseconds >= 1e6) return [digits(microseconds / 1e6), "s"];
  if (microseconds >= 1e3) return [digits(microseconds / 1e3), "ms"];
  return [digits(microseconds), "µs"];
}

export const escaped = (text) =>
  String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
