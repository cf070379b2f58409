// Asks a running `ask serve` with the AI SDK (@ai-sdk/openai-compatible), unmodified.
//
//   npm install ai @ai-sdk/openai-compatible
//   node ai_sdk_client.mjs http://127.0.0.1:8080/v1 [KEY] [QUESTION] [FOLLOW-UP]
//
// It shows an answer, its sources, a follow-up and a refusal, and ends with an error if
// anything is not as the SDK needs it.

import assert from "node:assert/strict";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, streamText } from "ai";

const [base, key = "none", question = "拾萤S2屏幕有多大？", follow = "电池呢？"] = process.argv.slice(2);

// The provider knows no sources; what it is told to keep of a reply is in
// providerMetadata.
const metadataExtractor = {
  extractMetadata: async ({ parsedBody: { search_results: sources } }) => sources && { ask: { sources } },
  createStreamExtractor() {
    let sources;
    return {
      processChunk: (chunk) => (sources ??= chunk.search_results),
      buildMetadata: () => sources && { ask: { sources } },
    };
  },
};
const provider = createOpenAICompatible({ name: "ask", baseURL: base, apiKey: key, includeUsage: true, metadataExtractor });
const model = provider("ask-extractive");
const asked = [{ role: "user", content: question }];

const whole = await generateText({ model, messages: asked, maxRetries: 0 });
assert.equal(whole.finishReason, "stop");
assert(whole.usage.totalTokens > 0);
assert(whole.text.includes("[1]") && whole.text.includes("]("), whole.text);
console.log(whole.text);

const stream = streamText({ model, messages: asked, maxRetries: 0, onError: ({ error }) => assert.fail(error) });
assert.equal(await stream.text, whole.text);
assert.equal(await stream.finishReason, "stop");
assert((await stream.usage).totalTokens > 0);
const { sources } = (await stream.providerMetadata).ask;
assert.deepEqual(sources, whole.providerMetadata.ask.sources);
assert(sources[0].snippet, "what is cited comes first");
for (const { title, date, url, snippet } of sources) {
  assert(title && URL.canParse(url), url);
  if (snippet) console.log("source:", title, date, snippet); // else it was found and is not cited
}

// Fields of this server are the provider's options.
const bare = await generateText({ model, messages: asked, maxRetries: 0, providerOptions: { ask: { sources_footer: false } } });
assert(whole.text.startsWith(bare.text) && !bare.text.includes("]("), bare.text);

const messages = [...asked, { role: "assistant", content: whole.text }, { role: "user", content: follow }];
const again = await generateText({ model, messages, maxRetries: 0 });
assert(again.text.includes("[1]"), again.text);
console.log("\n" + again.text);

const refused = await generateText({ model, prompt: "火星基地的第一任站长是谁？", maxRetries: 0 });
assert(!refused.text.includes("[1]"), refused.text);
console.log("\n" + refused.text.split("\n")[0]);
console.log("@ai-sdk/openai-compatible works");
