// The question box and what goes with a question.

import { byId, el } from "./dom.js";

const kinds = ["official", "news", "blog", "social", "ai_generated", "unknown"];

export class Composer {
  #box = byId("question");
  #send = byId("send");
  #stop = byId("stop");
  #busy = false;

  /**
   * @param {import("./strings.js").Words} w
   * @param {{ask: (question: string) => void, stop: () => void}} on
   */
  constructor(w, on) {
    this.w = w;
    byId("kinds").append(...kinds.map((kind) => el("label", {}, el("input", { type: "checkbox", name: "kind", value: kind }), w.kind[kind])));
    byId("ask").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(on.ask);
    });
    this.#box.addEventListener("keydown", (event) => {
      if (!sends(event)) return;
      event.preventDefault();
      this.#submit(on.ask);
    });
    this.#box.addEventListener("input", () => this.#grow());
    byId("filters").addEventListener("change", () => this.#summarise());
    this.#stop.addEventListener("click", on.stop);
  }

  /** @param {(question: string) => void} ask */
  #submit(ask) {
    const question = this.#box.value.trim();
    if (!question || this.#busy) return;
    this.#box.value = "";
    this.#grow();
    ask(question);
  }

  focus() {
    this.#box.focus();
  }

  /** While an answer is on its way it can be stopped, and none other be asked for. */
  set busy(/** @type {boolean} */ busy) {
    const [shown, hidden] = busy ? [this.#stop, this.#send] : [this.#send, this.#stop];
    const focused = document.activeElement === hidden;
    this.#busy = busy;
    shown.hidden = false;
    hidden.hidden = true;
    if (focused) shown.focus();
  }

  get busy() {
    return this.#busy;
  }

  set place(/** @type {string} */ text) {
    this.#box.placeholder = text;
  }

  /** What the next question is asked of. @returns {import("./api.js").Scope} */
  get scope() {
    const kind = [...document.querySelectorAll("#kinds input:checked")].map((box) => /** @type {HTMLInputElement} */ (box).value);
    return { model: byId("model").value, as_of: byId("asof").value, kind };
  }

  /** Offers the models, if there is a choice. @param {string[]} ids */
  offer(ids) {
    byId("model").replaceChildren(...ids.map((id) => el("option", { value: id }, id === "ask-extractive" ? `${this.w.extractive} (${id})` : id)));
    byId("models").hidden = ids.length < 2;
  }

  /** Says what is chosen while the choices are folded away. */
  #summarise() {
    const { model, as_of, kind } = this.scope;
    const first = byId("model").options[0]?.value;
    const said = [model !== first && model, as_of && this.w.asofChosen(as_of), ...kind.map((k) => this.w.kind[k])];
    const text = said.filter(Boolean).join(" · ");
    byId("chosen").textContent = text && ` · ${text}`;
  }

  /** Fits the box to its text; composer.css bounds it. */
  #grow() {
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight}px`;
  }
}

/**
 * Enter asks, unless it ends the input of a Chinese word: browsers say so by isComposing,
 * or, where the composition ends before the key comes, by the key code 229.
 * @param {KeyboardEvent} event
 */
function sends(event) {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}
