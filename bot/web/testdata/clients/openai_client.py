"""Asks a running `ask serve` with the Python package openai, unmodified.

    pip install openai
    python openai_client.py http://127.0.0.1:8080/v1 [KEY] [QUESTION]

It ends with an error if anything is not as the package and a chat frontend need it.
"""

import sys

import openai

base = sys.argv[1]
key = sys.argv[2] if len(sys.argv) > 2 else "none"
question = sys.argv[3] if len(sys.argv) > 3 else "谁在领导千问?"
client = openai.OpenAI(base_url=base, api_key=key, max_retries=0)

models = [m.id for m in client.models.list()]
assert "ask-extractive" in models, models
assert client.models.retrieve(models[0]).id == models[0]

messages = [{"role": "system", "content": "You are helpful."}, {"role": "user", "content": question}]
whole = client.chat.completions.create(model="ask-extractive", messages=messages, temperature=0, stop=["\n\n\n"])
message = whole.choices[0].message
assert whole.choices[0].finish_reason == "stop"
assert message.role == "assistant" and "[1]" in message.content, message
for a in message.annotations:
    c = a.url_citation
    assert message.content[c.start_index : c.end_index].startswith("["), a
    assert c.url.startswith("http"), a
assert whole.rag["answered"] and whole.usage.total_tokens > 0

text, finishes, roles, usage, annotations, results = "", [], [], None, [], None
stream = client.chat.completions.create(
    model="ask-extractive",
    messages=messages,
    stream=True,
    stream_options={"include_usage": True},
    extra_body={"k": 5, "sources_footer": False},
)
for chunk in stream:
    usage = chunk.usage or usage
    results = getattr(chunk, "search_results", None) or results
    for choice in chunk.choices:
        text += choice.delta.content or ""
        roles += [choice.delta.role] if choice.delta.role else []
        finishes += [choice.finish_reason] if choice.finish_reason else []
        annotations += getattr(choice.delta, "annotations", None) or []
assert roles == ["assistant"] and finishes == ["stop"], (roles, finishes)
assert usage and usage.completion_tokens > 0
assert text and message.content.startswith(text), text
assert len(annotations) == len(message.annotations)
# What is cited comes first, with its quote; then what else was found.
assert [bool(r["snippet"]) for r in results] == [i < len(annotations) for i in range(len(results))], results

parts = [{"type": "text", "text": question}]
again = client.chat.completions.create(model=models[0], messages=[{"role": "user", "content": parts}])
assert again.choices[0].message.content

refused = client.chat.completions.create(model="ask-extractive", messages=[{"role": "user", "content": "火星基地的第一任站长是谁？"}])
assert refused.choices[0].finish_reason == "stop" and not refused.rag["answered"]

for error, arguments in [
    (openai.NotFoundError, {"model": "no-such-model", "messages": messages}),
    (openai.BadRequestError, {"model": models[0], "messages": messages, "n": 2}),
    (openai.BadRequestError, {"model": models[0], "messages": []}),
]:
    try:
        client.chat.completions.create(**arguments)
    except error as e:
        assert e.body["message"] and e.body["type"] == "invalid_request_error", e.body
    else:
        raise AssertionError(f"no {error.__name__} for {arguments}")
if key != "none":
    try:
        openai.OpenAI(base_url=base, api_key="wrong", max_retries=0).models.list()
    except openai.AuthenticationError:
        pass
    else:
        raise AssertionError("a wrong key is accepted")
print("openai for Python", openai.__version__, "works:", text.splitlines()[0])
