// The page: a conversation of turns, one question at a time.

import { Problem, ask, hasKey, models } from "./api.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { askKey } from "./keybox.js";
import { listen } from "./keys.js";
import { Panel } from "./panel.js";
import { ownLang, wordsFor } from "./strings.js";
import { Turn } from "./turn.js";

/** Turns before the question that are sent along. */
const remembered = 10;

const w = wordsFor(ownLang());
const panel = new Panel();
const composer = new Composer(w, { ask: begin, stop });
/** @type {Turn[]} */
let turns = [];
/** @type {AbortController|null} */
let running = null;

/** Puts the words of the reader's language on the page. */
function translate() {
  document.documentElement.lang = w.lang;
  document.title = w.name;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = w[/** @type {HTMLElement} */ (node).dataset.t];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", w[/** @type {HTMLElement} */ (node).dataset.label]);
  composer.place = w.place;
}

/** The messages of a conversation that a question goes on with. @param {string} question */
function conversation(question) {
  const said = turns.filter((t) => t.rag).slice(-remembered);
  const messages = said.flatMap((t) => [{ role: "user", content: t.question }, { role: "assistant", content: t.text.slice(0, 15_000) }]);
  return [...messages, { role: "user", content: question }];
}

/** Asks a question, in a turn of its own. @param {string} question */
async function begin(question) {
  const messages = conversation(question);
  const scope = composer.scope;
  panel.close();
  byId("filters").open = false;
  document.body.dataset.state = "asked";
  byId("fresh").hidden = false;
  composer.place = w.placeNext;
  const turn = new Turn(question, panel);
  turns.push(turn);
  turn.node.scrollIntoView({ block: "start" });
  await answer(turn, messages, scope);
}

/**
 * Has a turn answered, as often as it takes to get the key right.
 * @param {Turn} turn
 * @param {import("./api.js").Message[]} messages
 * @param {import("./api.js").Scope} scope
 */
async function answer(turn, messages, scope) {
  const control = new AbortController();
  running = control;
  composer.busy = true;
  try {
    await withKey(async () => {
      for await (const step of ask(messages, scope, control.signal)) {
        if (step.text) turn.add(step.text);
        if (step.rag) turn.rag = step.rag;
      }
    });
    turn.finish();
  } catch (cause) {
    turn.fail(cause, control.signal.aborted, () => repeat(turn));
  } finally {
    if (running === control) {
      running = null;
      composer.busy = false;
    }
  }
}

/**
 * Does something, and asks for a key as long as the server wants another.
 * @param {() => Promise<void>} act
 */
async function withKey(act) {
  for (;;) {
    try {
      return await act();
    } catch (cause) {
      if (!(cause instanceof Problem) || cause.status !== 401) throw cause;
      if (!(await askKey(hasKey() ? w.keyWrong : ""))) throw cause;
    }
  }
}

/** Asks a question again that failed. @param {Turn} turn */
function repeat(turn) {
  if (running) return;
  turns = turns.filter((t) => t !== turn);
  turn.node.remove();
  composer.focus();
  begin(turn.question);
}

function stop() {
  running?.abort();
}

/** Forgets the conversation. */
function fresh() {
  stop();
  panel.close();
  turns = [];
  byId("turns").replaceChildren();
  byId("live").textContent = "";
  byId("fresh").hidden = true;
  document.body.dataset.state = "empty";
  composer.place = w.place;
  composer.focus();
}

/** Turns the colours over, for this reader from now on. */
function turnColours() {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // storage is forbidden: it holds until the page is left
  }
  showColours();
}

function showColours() {
  byId("theme").setAttribute("aria-pressed", String(document.documentElement.dataset.theme === "dark"));
}

async function start() {
  translate();
  showColours();
  new MutationObserver(showColours).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  byId("theme").addEventListener("click", turnColours);
  byId("fresh").addEventListener("click", fresh);
  listen(panel, composer, stop);
  composer.focus();
  try {
    await withKey(async () => composer.offer(await models()));
    // After the question for a key the box gets the focus; where the reader is else, it stays.
    if (document.activeElement === document.body) composer.focus();
  } catch {
    composer.offer([]); // asking will say what is wrong
  }
}

start();
