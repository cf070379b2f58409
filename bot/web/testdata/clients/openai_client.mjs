// Asks a running `ask serve` with the Node package openai, unmodified.
//
//   npm install openai
//   node openai_client.mjs http://127.0.0.1:8080/v1 [KEY] [QUESTION]
//
// It ends with an error if anything is not as the package and a chat frontend need it.

import assert from "node:assert/strict";
import OpenAI from "openai";

const [base, key = "none", question = "谁在领导千问?"] = process.argv.slice(2);
const client = new OpenAI({ baseURL: base, apiKey: key, maxRetries: 0 });

const models = [];
for await (const model of client.models.list()) models.push(model.id);
assert(models.includes("ask-extractive"), `models: ${models}`);
assert.equal((await client.models.retrieve(models[0])).id, models[0]);

const messages = [
  { role: "system", content: "You are helpful." },
  { role: "user", content: question },
];
const whole = await client.chat.completions.create({ model: "ask-extractive", messages, temperature: 0 });
const message = whole.choices[0].message;
assert.equal(whole.choices[0].finish_reason, "stop");
assert(message.content.includes("[1]"), message.content);
const characters = [...message.content];
for (const { url_citation: c } of message.annotations) {
  assert.match(characters.slice(c.start_index, c.end_index).join(""), /^\[\d+\]$/);
  assert(URL.canParse(c.url), c.url);
}
assert(whole.rag.answered && whole.usage.total_tokens > 0);

let text = "";
let usage;
let annotations = [];
const finishes = [];
const stream = await client.chat.completions.create({
  model: "ask-extractive", messages, stream: true, stream_options: { include_usage: true }, sources_footer: false,
});
for await (const chunk of stream) {
  usage = chunk.usage ?? usage;
  for (const choice of chunk.choices) {
    text += choice.delta.content ?? "";
    annotations = annotations.concat(choice.delta.annotations ?? []);
    if (choice.finish_reason) finishes.push(choice.finish_reason);
  }
}
assert.deepEqual(finishes, ["stop"]);
assert(usage.completion_tokens > 0);
assert(text && message.content.startsWith(text), text);
assert.equal(annotations.length, message.annotations.length);

// The package's own accumulator is stricter than a loop over chunks.
const final = await client.chat.completions.stream({ model: models[0], messages }).finalChatCompletion();
assert(final.choices[0].message.content);

await assert.rejects(client.chat.completions.create({ model: "no-such-model", messages }), OpenAI.NotFoundError);
await assert.rejects(client.chat.completions.create({ model: models[0], messages, n: 2 }), OpenAI.BadRequestError);
if (key !== "none") {
  const wrong = new OpenAI({ baseURL: base, apiKey: "wrong", maxRetries: 0 });
  await assert.rejects(wrong.models.list(), OpenAI.AuthenticationError);
}

// Leaving in mid-stream must not disturb the server.
const left = await client.chat.completions.create({ model: models[0], messages, stream: true });
for await (const _ of left) break;
assert((await client.models.list()).data.length > 0);
console.log("openai for Node works:", text.split("\n")[0]);
