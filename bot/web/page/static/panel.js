// The source beside the answer: on a wide screen a column, else a sheet over the page.

import { hasKey, source, sourcePath } from "./api.js";
import { facts } from "./cite.js";
import { byId, el, line, link, webURL } from "./dom.js";
import { excerpt, split } from "./excerpt.js";
import { tagOf } from "./strings.js";

/**
 * @typedef {import("./cite.js").Wanted} Wanted
 * @typedef {import("./cite.js").Context} Context
 */

/** Where the panel is a column of its own; panel.css says the same. */
const wide = matchMedia("(min-width: 1100px)");

export class Panel {
  /** @type {{wanted: Wanted, context: Context, opener: HTMLElement}|null} */
  #shown = null;
  #box = byId("panel");
  #page = byId("page");
  #scrim = byId("scrim");

  constructor() {
    this.#scrim.addEventListener("click", () => this.close());
    wide.addEventListener("change", () => this.#fit());
    addEventListener("popstate", () => {
      if (document.body.dataset.panel === "sheet" && !history.state?.sheet) this.close();
    });
  }

  get isOpen() {
    return this.#shown !== null;
  }

  /**
   * Shows a source and moves the focus to it.
   * @param {Wanted} wanted
   * @param {Context} context
   * @param {HTMLElement} opener gets the focus back
   */
  open(wanted, context, opener) {
    this.#show(wanted, context, opener);
    this.#box.focus({ preventScroll: true });
  }

  close() {
    if (!this.#shown) return;
    const { opener } = this.#shown;
    this.#shown = null;
    this.#box.hidden = true;
    this.#box.replaceChildren();
    this.#fit();
    this.#mark(null);
    if (opener.isConnected) opener.focus();
    if (history.state?.sheet) history.back();
  }

  /** Shows the next citation of the same answer. @param {1|-1} by */
  step(by) {
    if (!this.#shown?.wanted.citation) return;
    const { wanted, context, opener } = this.#shown;
    const all = context.rag.citations;
    const next = all[all.findIndex((c) => c.n === wanted.citation.n) + by];
    if (!next) return;
    const turn = opener.closest(".turn");
    const button = turn?.querySelector(`.mark[data-n="${next.n}"]`) ?? opener;
    const title = line(next.title) || line(next.document);
    const inside = this.#box.contains(document.activeElement);
    this.#show({ citation: next, document: next.document, title }, context, button);
    if (inside) this.#box.focus({ preventScroll: true });
    else button.focus();
  }

  /**
   * @param {Wanted} wanted
   * @param {Context} context
   * @param {HTMLElement} opener
   */
  #show(wanted, context, opener) {
    const shown = { wanted, context, opener };
    this.#shown = shown;
    const { w } = context;
    const text = el("div", { class: "context" });
    const note = el("p", { class: "note", role: "status" });
    const foot = el("footer", { class: "panel-foot" });
    this.#box.lang = w.lang;
    this.#box.setAttribute("aria-label", wanted.citation ? w.source(wanted.citation.n, wanted.title) : `${w.document}: ${wanted.title}`);
    this.#box.replaceChildren(this.#head(shown), el("div", { class: "panel-body" }, this.#about(shown), note, text), foot);
    this.#box.hidden = false;
    this.#fit();
    this.#mark(opener);
    this.#fill(shown, { text, note, foot });
  }

  /** @param {{wanted: Wanted, context: Context}} shown */
  #head({ wanted, context }) {
    const { w, rag } = context;
    const at = wanted.citation ? rag.citations.findIndex((c) => c.n === wanted.citation.n) : -1;
    const step = (by, label, sign) => el("button", { type: "button", class: "quiet icon", "aria-label": label, disabled: !rag.citations[at + by], click: () => this.step(by) }, sign);
    return el(
      "header",
      { class: "panel-head" },
      el("p", { class: "position" }, wanted.citation ? w.position(at + 1, rag.citations.length) : w.document),
      at >= 0 && rag.citations.length > 1 && step(-1, w.before, "‹"),
      at >= 0 && rag.citations.length > 1 && step(1, w.after, "›"),
      el("button", { type: "button", class: "quiet icon close", "aria-label": w.close, click: () => this.close() }, "✕"),
    );
  }

  /** @param {{wanted: Wanted, context: Context}} shown */
  #about({ wanted, context }) {
    const { w } = context;
    const row = el("p", { class: "facts" });
    if (wanted.citation) row.append(...facts(wanted.citation, w));
    if (wanted.citation?.status === "repaired") row.append(el("span", { class: "fact" }, w.repaired));
    return el("div", { class: "about" }, el("h2", { lang: tagOf(wanted.title) }, wanted.title), row, el("p", { class: "path" }, line(wanted.document)));
  }

  /**
   * Fetches the document and shows it, unless another was opened meanwhile.
   * @param {{wanted: Wanted, context: Context, opener: HTMLElement}} shown
   * @param {{text: HTMLElement, note: HTMLElement, foot: HTMLElement}} parts
   */
  async #fill(shown, parts) {
    const { citation, document: id } = shown.wanted;
    const { w } = shown.context;
    parts.note.textContent = w.loading;
    let found = null;
    try {
      found = await source(id, citation);
    } catch {
      // said below
    }
    if (this.#shown !== shown) return;
    if (!citation && found) this.#box.querySelector(".about .facts").append(...facts(found, w));
    const here = !citation || found?.quote === citation.quote;
    parts.note.textContent = !found ? (citation ? w.missing : w.gone) : here ? "" : w.changed;
    const text = found && here ? found.text : (citation?.quote ?? "");
    const stretch = found && here ? found : { start: 0, end: Infinity };
    this.#read(split(text, citation ? stretch : null), parts, shown);
    this.#links(found, parts.foot, shown);
  }

  /**
   * Shows the quote in its context, and offers the rest.
   * @param {import("./excerpt.js").Parts} all
   * @param {{text: HTMLElement, foot: HTMLElement}} parts
   * @param {{context: Context}} shown
   */
  #read(all, { text, foot }, { context }) {
    const few = excerpt(all);
    const show = (p) => {
      const mark = p.quote ? el("mark", { id: "quote" }, p.quote) : null;
      text.replaceChildren(...[p.before, mark, p.after].filter(Boolean));
      text.lang = tagOf(p.before + p.quote + p.after);
      this.#reveal(mark);
    };
    show(few);
    if (few.before.length === all.before.length && few.after.length === all.after.length) return;
    const toggle = el("button", { type: "button", class: "quiet", "aria-pressed": "false", click: () => {
      const whole = toggle.getAttribute("aria-pressed") === "false";
      toggle.setAttribute("aria-pressed", String(whole));
      toggle.textContent = whole ? context.w.excerpt : context.w.whole;
      show(whole ? all : few);
    } }, context.w.whole);
    foot.append(toggle);
  }

  /** Scrolls the panel, and only the panel, to the quote. @param {HTMLElement|null} mark */
  #reveal(mark) {
    const body = this.#box.querySelector(".panel-body");
    if (!mark) return;
    const spare = Math.max(body.clientHeight - mark.offsetHeight, 48);
    const top = mark.getBoundingClientRect().top - body.getBoundingClientRect().top + body.scrollTop;
    body.scrollTop = top - spare / 2;
  }

  /**
   * @param {import("./api.js").Source|null} found
   * @param {HTMLElement} foot
   * @param {{wanted: Wanted, context: Context}} shown
   */
  #links(found, foot, { wanted, context }) {
    const { w } = context;
    const own = webURL(found?.url ?? wanted.citation?.url);
    if (own) foot.append(link(own, w.original(own.host), w.newTab));
    if (!found || hasKey()) return; // a link carries no key
    const page = new URL(sourcePath(wanted.document, wanted.citation), document.baseURI);
    if (wanted.citation) page.hash = "quote";
    foot.append(link(page, w.page, w.newTab));
  }

  /** Says which button's source is open. @param {HTMLElement|null} opener */
  #mark(opener) {
    for (const b of document.querySelectorAll('[aria-expanded="true"][aria-controls="panel"]')) b.setAttribute("aria-expanded", "false");
    const n = opener?.dataset.n;
    const turn = opener?.closest(".turn");
    if (n) for (const b of turn?.querySelectorAll(`[data-n="${n}"]`) ?? []) b.setAttribute("aria-expanded", "true");
  }

  /** A sheet keeps the page behind it out of reach; a column does not. */
  #fit() {
    const sheet = this.isOpen && !wide.matches;
    document.body.dataset.panel = !this.isOpen ? "none" : sheet ? "sheet" : "column";
    this.#page.inert = sheet;
    this.#scrim.hidden = !sheet;
    // On a phone, "back" closes the sheet instead of leaving the conversation.
    if (sheet && !history.state?.sheet) history.pushState({ sheet: true }, "");
    this.#box.setAttribute("role", sheet ? "dialog" : "complementary");
    if (sheet) this.#box.setAttribute("aria-modal", "true");
    else this.#box.removeAttribute("aria-modal");
  }
}
