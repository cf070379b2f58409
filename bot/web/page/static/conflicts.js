// What the sources disagree about, side by side.

import { kindTag, markFor } from "./cite.js";
import { el, line } from "./dom.js";
import { tagOf } from "./strings.js";

/**
 * @param {import("./cite.js").Context} c
 * @returns {HTMLElement|null}
 */
export function conflicts(c) {
  const all = (c.rag.conflicts ?? []).filter((one) => one.values?.length);
  if (!all.length) return null;
  return el("section", { class: "conflicts" }, el("h3", {}, c.w.conflicts), ...all.flatMap((one) => conflict(one, c)));
}

/**
 * @param {import("./api.js").Conflict} one
 * @param {import("./cite.js").Context} c
 */
function conflict(one, c) {
  const dates = new Set(one.values.map((v) => v.date ?? ""));
  const newest = dates.size > 1 ? [...dates].sort().pop() : null;
  const cards = one.values.map((v) =>
    el(
      "li",
      { class: "card" },
      el("p", { class: "value", lang: tagOf(v.value) }, line(v.value), markFor(v.n, c)),
      el(
        "p",
        { class: "facts" },
        v.date ? el("time", { class: "fact date", datetime: line(v.date) }, line(v.date)) : el("span", { class: "fact" }, c.w.undated),
        kindTag(v.kind, c.w),
        v.date && v.date === newest && el("span", { class: "tag newest" }, c.w.newest),
      ),
    ),
  );
  return [el("h4", { lang: tagOf(one.about) }, line(one.about)), el("ul", { class: "cards" }, ...cards)];
}
