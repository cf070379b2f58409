// Keys that work anywhere on the page, but not while somebody writes.

import { byId } from "./dom.js";

/**
 * @param {import("./panel.js").Panel} panel
 * @param {import("./composer.js").Composer} composer
 * @param {() => void} stop
 */
export function listen(panel, composer, stop) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || byId("keybox").open) return;
    if (event.key === "Escape") {
      if (panel.isOpen) panel.close();
      else if (composer.busy) stop();
      return;
    }
    if (writes(event.target)) return;
    const act = { "/": () => toBox(panel, composer), j: () => move(panel, 1), k: () => move(panel, -1), ArrowRight: () => move(panel, 1), ArrowLeft: () => move(panel, -1) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** @param {EventTarget|null} target */
function writes(target) {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}

/**
 * @param {import("./panel.js").Panel} panel
 * @param {import("./composer.js").Composer} composer
 */
function toBox(panel, composer) {
  if (document.body.dataset.panel === "sheet") panel.close();
  composer.focus();
}

/**
 * To the next source if one is open, else to the next citation mark: from the last
 * answer's first if none has the focus.
 * @param {import("./panel.js").Panel} panel
 * @param {1|-1} by
 */
function move(panel, by) {
  if (panel.isOpen) {
    panel.step(by);
    return;
  }
  const marks = [...document.querySelectorAll(".mark")];
  const at = marks.indexOf(document.activeElement);
  const first = document.querySelector(".turn:last-child .mark");
  const next = at < 0 ? first : marks[at + by];
  /** @type {HTMLElement|null|undefined} */ (next)?.focus();
}
