// The server, as the page uses it.

import { events } from "./sse.js";

/**
 * @typedef {{n: number, document: string, title: string, url: string|null, date: string|null,
 *   kind: string, publisher: string|null, quote: string, start: number, end: number,
 *   claim: string, status: string}} Citation
 * @typedef {{date: string|null, text: string, n: number}} Moment
 * @typedef {{about: string, values: {value: string, n: number, date: string|null, kind: string}[]}} Conflict
 * @typedef {{reason: string, nearest: {document: string, title: string}[]}} Refusal
 * @typedef {{question: string, standalone_question?: string, answered: boolean, mode: string,
 *   answer: string, as_of: string|null, model: string|null, warnings: string[],
 *   notices?: {code: string, n?: number, text: string}[],
 *   index_generation: string, citations: Citation[], timeline?: Moment[],
 *   conflicts?: Conflict[], refusal: Refusal|null}} Answer
 * @typedef {{document: string, title: string, url: string|null, date: string|null, kind: string,
 *   publisher: string|null, text: string, start: number|null, end: number|null,
 *   quote: string|null}} Source
 * @typedef {{role: string, content: string}} Message
 * @typedef {{model: string, as_of: string, kind: string[]}} Scope
 */

/** What went wrong, as far as the page can say it. */
export class Problem extends Error {
  /**
   * @param {string} code "offline", "broken", or the server's
   * @param {{status?: number, message?: string, retry?: number}} [more]
   */
  constructor(code, more = {}) {
    super(more.message || code);
    this.code = code;
    this.status = more.status ?? 0;
    this.retry = more.retry ?? 0;
  }
}

const keyName = "ask-key";

/** Keeps the key until the tab is closed. @param {string} key */
export function useKey(key) {
  sessionStorage.setItem(keyName, key);
}

export function hasKey() {
  return Boolean(sessionStorage.getItem(keyName));
}

/**
 * A request with the key, if there is one. What is not a good reply is a Problem.
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function request(path, init = {}) {
  const headers = new Headers(init.headers);
  const key = sessionStorage.getItem(keyName);
  if (key) headers.set("Authorization", `Bearer ${key}`);
  let reply;
  try {
    reply = await fetch(path, { ...init, headers, credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Problem("offline");
  }
  if (!reply.ok) throw await problemOf(reply);
  return reply;
}

/** @param {Response} reply */
async function problemOf(reply) {
  let error = {};
  try {
    error = (await reply.json()).error ?? {};
  } catch {
    // not OpenAI's error object: some proxy's page
  }
  return new Problem(error.code ?? "unknown", {
    status: reply.status,
    message: error.message ?? `HTTP ${reply.status}`,
    retry: Number(reply.headers.get("Retry-After")) || 0,
  });
}

/** The ids of the models, the default first. @returns {Promise<string[]>} */
export async function models() {
  const reply = await request("v1/models");
  return (await reply.json()).data.map((/** @type {{id: string}} */ m) => m.id);
}

/**
 * Asks, and gives the answer's text as it comes. The last thing is the whole answer, if
 * the server found the question to be one.
 * @param {Message[]} messages
 * @param {Scope} scope
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<{text?: string, rag?: Answer}>}
 */
export async function* ask(messages, scope, signal) {
  const body = { messages, stream: true, sources_footer: false };
  if (scope.model) body.model = scope.model;
  if (scope.as_of) body.as_of = scope.as_of;
  if (scope.kind.length) body.kind = scope.kind;
  const reply = await request("v1/chat/completions", {
    method: "POST",
    signal,
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(body),
  });
  yield* read(reply, signal);
}

/**
 * @param {Response} reply
 * @param {AbortSignal} signal
 */
async function* read(reply, signal) {
  try {
    for await (const data of events(reply.body)) {
      if (data === "[DONE]") return;
      const chunk = JSON.parse(data);
      if (chunk.error) throw new Problem(chunk.error.code ?? "unknown", { message: chunk.error.message, status: 500 });
      const text = chunk.choices?.[0]?.delta?.content;
      if (text) yield { text };
      if (chunk.rag) yield { rag: chunk.rag };
    }
  } catch (cause) {
    if (signal.aborted || cause instanceof Problem) throw cause;
  }
  throw new Problem("broken");
}

/**
 * Where a document is read, with a stretch of it in bytes.
 * @param {string} id
 * @param {{start: number, end: number}|null} stretch
 */
export function sourcePath(id, stretch) {
  const path = `v1/sources/${encodeURIComponent(id)}`;
  return stretch && stretch.end > stretch.start ? `${path}?start=${stretch.start}&end=${stretch.end}` : path;
}

/**
 * @param {string} id
 * @param {{start: number, end: number}|null} stretch
 * @returns {Promise<Source>}
 */
export async function source(id, stretch) {
  const reply = await request(sourcePath(id, stretch), { headers: { Accept: "application/json" } });
  return reply.json();
}
