// One question on the page, with what comes of it.

import { Problem } from "./api.js";
import { answerNodes } from "./answer.js";
import { byId, el, line } from "./dom.js";
import { langOf, tagOf, wordsFor } from "./strings.js";
import { parse, spoken } from "./text.js";

/** @typedef {import("./api.js").Answer} Answer */

export class Turn {
  /** @type {Answer|null} */
  rag = null;
  #text = "";
  #frame = 0;

  /**
   * Puts the question on the page.
   * @param {string} question
   * @param {import("./panel.js").Panel} panel
   */
  constructor(question, panel) {
    this.question = question;
    this.words = wordsFor(langOf(question));
    this.panel = panel;
    this.reply = el("div", { class: "reply", "aria-busy": "true" }, el("p", { class: "pending" }, this.words.searching));
    this.node = el("article", { class: "turn", lang: this.words.lang }, el("h2", { class: "asked", lang: tagOf(question) }, question), this.reply);
    byId("turns").append(this.node);
  }

  /** The text that was shown. */
  get text() {
    return this.#text || (this.rag?.answer ?? "");
  }

  /** Shows a further piece of the answer, with the next frame. @param {string} piece */
  add(piece) {
    this.#text += piece;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.reply.replaceChildren(this.#plain("streaming"));
    });
  }

  /** The text as it came, its marks not yet buttons. @param {string} more a class */
  #plain(more) {
    const lines = parse(this.#text, new Set()).map((l) => el("p", { lang: tagOf(this.#text) }, l.list === "ol" ? `${l.number}. ` : l.list && "· ", ...l.pieces.map(String)));
    return el("div", { class: `text ${more}` }, ...lines);
  }

  /** Shows the answer in its final form. */
  finish() {
    this.#settle();
    const { rag, words: w } = this;
    if (rag) {
      const context = { rag, text: this.text, w, open: (wanted, opener) => this.panel.open(wanted, context, opener) };
      this.reply.replaceChildren(...answerNodes(context));
    } else {
      this.reply.replaceChildren(this.#plain(""));
    }
    this.#say(w.answered(spoken(this.text)));
  }

  /**
   * Shows what was reached, and why there is no more.
   * @param {unknown} cause
   * @param {boolean} stopped by the reader
   * @param {() => void} again
   */
  fail(cause, stopped, again) {
    this.#settle();
    this.rag = null; // what did not end well is no part of the conversation
    const { words: w } = this;
    const text = stopped ? w.stopped : explain(cause, w);
    const retry = el("button", { type: "button", class: "quiet again", click: again }, w.again);
    const note = el("div", { class: stopped ? "halt" : "halt wrong" }, el("p", {}, text), retry);
    this.reply.replaceChildren(...(this.#text ? [this.#plain("partial")] : []), note);
    this.#say(text);
  }

  #settle() {
    cancelAnimationFrame(this.#frame);
    this.reply.setAttribute("aria-busy", "false");
  }

  /** Has a screen reader say something, once. @param {string} text */
  #say(text) {
    const live = byId("live");
    live.lang = this.words.lang;
    live.textContent = text;
  }
}

/**
 * An error in plain words.
 * @param {unknown} cause
 * @param {import("./strings.js").Words} w
 */
export function explain(cause, w) {
  if (!(cause instanceof Problem)) return w.error.other(line(cause));
  const { status, code } = cause;
  if (code === "offline") return w.error.offline;
  if (code === "broken") return w.error.broken;
  if (status === 401) return w.error.key;
  if (status === 429) return w.error.busy(cause.retry || 10);
  if (status === 413) return w.error.long;
  if (status >= 500) return w.error.unavailable;
  return w.error.refused(line(cause.message));
}
