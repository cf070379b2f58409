// The answer's text: paragraphs, list lines and citation marks. Nothing else of Markdown.

/**
 * @typedef {string|{n: number}} Piece text, or a citation mark
 * @typedef {{list: ""|"ul"|"ol", number: number, pieces: Piece[]}} Line
 */

const listLine = /^\s*(?:[-*•]|(\d{1,3})[.)])\s+(?=\S)/;
const mark = /\s*\[(\d{1,4})\]/g;

/**
 * @param {string} text
 * @param {Set<number>} known the numbers that are citations; other marks are text
 * @returns {Line[]}
 */
export function parse(text, known) {
  return text
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => {
      const item = listLine.exec(line);
      const rest = item ? line.slice(item[0].length) : line;
      const list = item ? (item[1] ? "ol" : "ul") : "";
      return { list, number: Number(item?.[1] ?? 0), pieces: pieces(rest, known) };
    });
}

/**
 * @param {string} line
 * @param {Set<number>} known
 * @returns {Piece[]}
 */
function pieces(line, known) {
  const out = [];
  let at = 0;
  for (const m of line.matchAll(mark)) {
    const n = Number(m[1]);
    if (!known.has(n)) continue;
    if (m.index > at) out.push(line.slice(at, m.index));
    out.push({ n });
    at = m.index + m[0].length;
  }
  if (at < line.length) out.push(line.slice(at));
  return out;
}

/** The text without its marks, for reading aloud. @param {string} text */
export function spoken(text) {
  return text.replace(mark, "");
}

/**
 * Splits off the last character, which stays with the mark that follows it.
 * @param {string} text
 * @returns {[string, string]}
 */
export function splitLast(text) {
  const last = [...text].pop() ?? "";
  return [text.slice(0, text.length - last.length), last];
}
