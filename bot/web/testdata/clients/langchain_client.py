"""Asks a running `ask serve` with LangChain's ChatOpenAI, unmodified.

    pip install langchain-openai
    python langchain_client.py http://127.0.0.1:8080/v1 [KEY] [QUESTION] [FOLLOW-UP]

It shows an answer, the same one streamed, a follow-up and a refusal, and ends with an
error if anything is not as LangChain needs it.
"""

import importlib.metadata
import sys

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

base = sys.argv[1]
key, question, follow = [*sys.argv[2:], *["none", "拾萤S2屏幕有多大？", "电池呢？"][len(sys.argv) - 2 :]]
chat = ChatOpenAI(model="ask-extractive", base_url=base, api_key=key, max_retries=0, stream_usage=True)
messages = [SystemMessage("You are helpful."), HumanMessage(question)]

# LangChain keeps no fields it does not know, and of a whole message no annotations:
# what it shows of sources is the text, with its marks and its list.
whole = chat.invoke(messages)
assert whole.response_metadata["finish_reason"] == "stop"
assert whole.usage_metadata["total_tokens"] > 0
assert "[1]" in whole.content and "](" in whole.content, whole.content
print(whole.content)

pieces = list(chat.stream(messages))
text = "".join(piece.text for piece in pieces)
assert text == whole.content, text
assert [p.response_metadata["finish_reason"] for p in pieces if "finish_reason" in p.response_metadata] == ["stop"]
assert sum(p.usage_metadata["total_tokens"] for p in pieces if p.usage_metadata) > 0

again = chat.invoke([*messages, AIMessage(whole.content), HumanMessage(follow)])
assert "[1]" in again.content, again.content
print("\n" + again.content)

# Fields of this server go into extra_body.
bare = chat.bind(extra_body={"sources_footer": False}).invoke(messages)
assert whole.content.startswith(bare.content) and "](" not in bare.content, bare.content

refused = chat.invoke("火星基地的第一任站长是谁？")
assert "[1]" not in refused.content, refused.content
print("\n" + refused.content.splitlines()[0])
print("langchain-openai", importlib.metadata.version("langchain-openai"), "works")
