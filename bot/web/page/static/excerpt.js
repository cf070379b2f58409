// A stored text around a quote.

/** @typedef {{before: string, quote: string, after: string}} Parts */

/** Characters shown at most before and after the quote, of the excerpt and of the whole. */
const near = 360;
const far = 100_000;

/**
 * Cuts a text at offsets in bytes of UTF-8, which is what the server counts in.
 * @param {string} text
 * @param {{start: number|null, end: number|null}|null} stretch null: nothing is quoted
 * @returns {Parts}
 */
export function split(text, stretch) {
  if (!stretch) return { before: "", quote: "", after: text.slice(0, far) };
  const bytes = new TextEncoder().encode(text);
  const decode = (from, to) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(from, to));
  const [start, end] = [stretch.start ?? 0, stretch.end ?? 0];
  return { before: decode(0, start).slice(-far), quote: decode(start, end), after: decode(end).slice(0, far) };
}

/**
 * The neighbourhood of the quote, from the beginning of a line or sentence to the end of
 * one where that is near.
 * @param {Parts} parts
 * @returns {Parts}
 */
export function excerpt({ before, quote, after }) {
  const room = quote ? near : 3 * near;
  return { before: tail(before, near), quote, after: head(after, room) };
}

/**
 * @param {string} s
 * @param {number} room
 */
function head(s, room) {
  if (s.length <= room) return s;
  const end = /[\n。！？!?]|\.\s/.exec(s.slice(room));
  return `${wholeEnd(s.slice(0, room + Math.min(end ? end.index + 1 : 0, room))).trimEnd()}…`;
}

/**
 * @param {string} s
 * @param {number} room
 */
function tail(s, room) {
  if (s.length <= room) return s;
  const kept = s.slice(-room);
  const begin = /[\n。！？!?]|\.\s/.exec(kept.slice(0, -1));
  return `…${wholeBegin(kept.slice(begin ? begin.index + 1 : 0)).trimStart()}`;
}

/** Drops half a character at the end. @param {string} s */
function wholeEnd(s) {
  return s.replace(/[\ud800-\udbff]$/, "");
}

/** Drops half a character at the beginning. @param {string} s */
function wholeBegin(s) {
  return s.replace(/^[\udc00-\udfff]/, "");
}
