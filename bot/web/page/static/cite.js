// What is known of a source, and the buttons that open it.

import { el, line } from "./dom.js";

/**
 * @typedef {import("./api.js").Answer} Answer
 * @typedef {import("./api.js").Citation} Citation
 * @typedef {import("./strings.js").Words} Words
 * @typedef {{citation: Citation|null, document: string, title: string}} Wanted a source to open
 * @typedef {{rag: Answer, text: string, w: Words, open: (wanted: Wanted, opener: HTMLElement) => void}} Context
 */

/**
 * The button of a citation mark.
 * @param {number} n
 * @param {Context} c
 */
export function markFor(n, c) {
  const citation = c.rag.citations.find((one) => one.n === n);
  return citation ? el("button", { ...opens(citation, c), class: "mark" }, String(n)) : null;
}

/**
 * Attributes of a button that opens a citation.
 * @param {Citation} citation
 * @param {Context} c
 */
export function opens(citation, c) {
  const title = titleOf(citation);
  return {
    type: "button",
    "data-n": citation.n,
    "aria-label": c.w.source(citation.n, title),
    "aria-controls": "panel",
    "aria-expanded": "false",
    click: (event) => c.open({ citation, document: citation.document, title }, event.currentTarget),
  };
}

/** @param {{title: string, document: string}} d */
export function titleOf(d) {
  return line(d.title) || line(d.document);
}

/**
 * Publisher, date, kind and claim of a source, as a row.
 * @param {{publisher: string|null, date: string|null, kind: string, claim?: string}} d
 * @param {Words} w
 */
export function facts(d, w) {
  const publisher = line(d.publisher);
  const date = line(d.date);
  const claim = w.claim[d.claim ?? ""];
  return [
    publisher && el("span", { class: "fact" }, publisher),
    date ? el("time", { class: "fact date", datetime: date }, date) : el("span", { class: "fact" }, w.undated),
    kindTag(d.kind, w),
    claim && el("span", { class: "tag claim" }, claim),
  ].filter(Boolean);
}

/**
 * @param {string} kind
 * @param {Words} w
 */
export function kindTag(kind, w) {
  return el("span", { class: `tag ${kind === "ai_generated" ? "machine" : ""}` }, w.kind[kind] ?? w.kind.unknown);
}
