// What the sources say over time, drawn along an axis. The space between two moments
// grows with the time between them.

import { markFor } from "./cite.js";
import { el, line } from "./dom.js";
import { tagOf } from "./strings.js";

/**
 * @param {import("./cite.js").Context} c
 * @returns {HTMLElement|null}
 */
export function timeline(c) {
  const moments = inOrder(c.rag.timeline ?? []);
  if (!moments.length) return null;
  const newest = moments.findLastIndex((m) => m.date);
  const axis = el("ol", { class: "axis" });
  moments.forEach((m, i) => axis.append(moment(m, moments[i - 1], i === newest && newest > 0, c)));
  return el("section", { class: "timeline" }, el("h3", {}, c.w.timeline), axis);
}

/**
 * Oldest first; what has no date comes last.
 * @param {import("./api.js").Moment[]} moments
 */
function inOrder(moments) {
  const key = (m) => m.date ?? "~";
  return [...moments].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/**
 * @param {import("./api.js").Moment} m
 * @param {import("./api.js").Moment|undefined} before
 * @param {boolean} newest
 * @param {import("./cite.js").Context} c
 */
function moment(m, before, newest, c) {
  const { w } = c;
  const days = before?.date && m.date ? daysBetween(before.date, m.date) : 0;
  const date = line(m.date);
  const item = el(
    "li",
    { class: `moment${date ? "" : " dateless"}${newest ? " newest" : ""}` },
    days >= 60 && el("span", { class: "gap" }, duration(days, w)),
    el("p", { class: "when" }, date ? el("time", { datetime: date }, date) : w.undated, newest && el("span", { class: "tag" }, w.newest)),
    el("p", { class: "what", lang: tagOf(m.text) }, line(m.text), markFor(m.n, c)),
  );
  item.style.setProperty("--gap", `${Math.min(4, Math.log2(1 + days / 30)).toFixed(2)}rem`);
  return item;
}

/**
 * @param {string} from a date such as 2025, 2025-03 or 2025-03-14
 * @param {string} to
 */
function daysBetween(from, to) {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return Number.isFinite(days) ? Math.max(0, days) : 0;
}

/**
 * @param {number} days
 * @param {import("./strings.js").Words} w
 */
function duration(days, w) {
  const months = Math.round(days / 30.44);
  return w.apart(Math.floor(months / 12), months % 12);
}
