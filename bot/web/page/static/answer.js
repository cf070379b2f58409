// One whole answer, or a refusal, as nodes.

import { facts, markFor, opens, titleOf } from "./cite.js";
import { conflicts } from "./conflicts.js";
import { el, line } from "./dom.js";
import { isEven, tagOf, warningsIn } from "./strings.js";
import { parse, splitLast } from "./text.js";
import { timeline } from "./timeline.js";

/** @typedef {import("./cite.js").Context} Context */

/**
 * @param {Context} c
 * @returns {Node[]}
 */
export function answerNodes(c) {
  const body = c.rag.answered ? answered(c) : [refusal(c)];
  return [understood(c), ...body, warnings(c)].filter((node) => node !== null);
}

/** @param {Context} c */
function answered(c) {
  return [el("div", { class: "text" }, ...paragraphs(c)), timeline(c), conflicts(c), meta(c), sources(c)];
}

/** How a follow-up question was completed. @param {Context} c */
function understood({ rag, w }) {
  const full = line(rag.standalone_question);
  return full && full !== line(rag.question) ? el("p", { class: "understood" }, w.understood(full)) : null;
}

/**
 * The answer's lines, as they came: numbers in brackets that documents have of their own
 * are no marks there. Neighbouring list lines are one list.
 * @param {Context} c
 */
function paragraphs(c) {
  const known = new Set(c.rag.citations.map((citation) => citation.n));
  const out = [];
  let list = null;
  for (const l of parse(c.text, known)) {
    const text = l.pieces.filter((p) => typeof p === "string").join("");
    const lang = tagOf(text);
    if (!l.list) {
      out.push(el("p", { lang, class: isEven(text) && "even" }, ...inline(l.pieces, c)));
      list = null;
      continue;
    }
    if (list?.localName !== l.list) out.push((list = el(l.list)));
    list.append(el("li", { lang, value: l.list === "ol" ? l.number : null }, ...inline(l.pieces, c)));
  }
  return out;
}

/**
 * Text with its marks. A mark stays on the line of the character before it.
 * @param {import("./text.js").Piece[]} pieces
 * @param {Context} c
 */
function inline(pieces, c) {
  const out = [];
  let held = el("span", { class: "held" });
  pieces.forEach((piece, i) => {
    if (typeof piece !== "string") {
      held.append(markFor(piece.n, c));
      out.push(held);
      return;
    }
    held = el("span", { class: "held" });
    const marked = typeof pieces[i + 1] === "object";
    const [rest, last] = marked ? splitLast(piece) : [piece, ""];
    out.push(rest);
    held.append(last);
  });
  return out;
}

/** On what the answer stands. @param {Context} c */
function meta({ rag, w }) {
  const facts = [
    rag.as_of && w.until(line(rag.as_of)),
    rag.mode === "generated" ? w.generated(line(rag.model)) : w.extracted,
    w.count(rag.citations.length),
  ];
  return el("p", { class: "meta" }, facts.filter(Boolean).join(" · "));
}

/** The list of sources under the answer. @param {Context} c */
function sources(c) {
  if (!c.rag.citations.length) return null;
  const items = c.rag.citations.map((citation) => {
    const title = titleOf(citation);
    const button = el(
      "button",
      { ...opens(citation, c), class: "entry" },
      el("span", { class: "number", "aria-hidden": "true" }, String(citation.n)),
      el("span", { class: "title", lang: tagOf(title) }, title),
      el("span", { class: "facts" }, ...facts(citation, c.w)),
    );
    return el("li", {}, button);
  });
  return el("section", { class: "sources" }, el("h3", {}, c.w.sources), el("ol", {}, ...items));
}

/** @param {Context} c */
function refusal(c) {
  const { rag, w } = c;
  const box = el("section", { class: "refusal" }, el("h3", {}, w.refused), el("p", {}, line(rag.answer)));
  if (rag.refusal?.reason) box.append(el("p", { class: "reason" }, w.reason(line(rag.refusal.reason))));
  const nearest = rag.refusal?.nearest ?? [];
  if (nearest.length) box.append(el("h4", {}, w.nearest), el("ul", {}, ...nearest.map((d) => el("li", {}, nearestButton(d, c)))));
  return box;
}

/**
 * @param {{document: string, title: string}} d
 * @param {Context} c
 */
function nearestButton(d, c) {
  const title = titleOf(d);
  const open = (event) => c.open({ citation: null, document: d.document, title }, event.currentTarget);
  return el("button", { type: "button", class: "plain", lang: tagOf(title), click: open }, title);
}

/** @param {Context} c */
function warnings({ rag, w }) {
  if (!rag.warnings?.length) return null;
  const items = warningsIn(rag, w).map(line).map((text) => el("li", { lang: tagOf(text) }, text));
  return el("aside", { class: "warnings", "aria-label": w.warnings }, el("ul", {}, ...items));
}
