package model

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
)

// chunk is one event of a stream, or a whole answer of a server that does not stream.
type chunk struct {
	Model   string `json:"model"`
	Choices []struct {
		Index   int     `json:"index"`
		Delta   *speech `json:"delta"`
		Message *speech `json:"message"`
		Finish  *string `json:"finish_reason"`
	} `json:"choices"`
	Usage *struct {
		Prompt     int `json:"prompt_tokens"`
		Completion int `json:"completion_tokens"`
	} `json:"usage"`
}

type speech struct {
	Content          prose `json:"content"`
	ReasoningContent prose `json:"reasoning_content"` // DeepSeek, DashScope, llama.cpp, SGLang
	Reasoning        prose `json:"reasoning"`         // Ollama, newer vLLM
	Refusal          prose `json:"refusal"`
}

// prose is a string; null and what is not understood are empty. Lists of typed parts, as
// Mistral sends, give their text parts.
type prose string

func (p *prose) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil { // null leaves text empty
		*p = prose(text)
		return nil
	}
	var parts []struct{ Type, Text string }
	if json.Unmarshal(data, &parts) == nil {
		for _, part := range parts {
			if part.Type == "text" {
				*p += prose(part.Text)
			}
		}
	}
	return nil
}

func decodeChunk(line []byte) (chunk, error) {
	var out chunk
	if err := json.Unmarshal(line, &out); err != nil {
		return chunk{}, &Error{
			Code: "protocol", Message: "the model server sent something that is not the chat protocol",
			Hint: "check the base URL", Err: fmt.Errorf("decode chunk: %w", err),
		}
	}
	return out, nil
}

// parts gives the text, the thinking and the finish reason of the first choice.
func (c chunk) parts() (text, thought, finish string) {
	for _, choice := range c.Choices {
		if choice.Index != 0 {
			continue
		}
		if choice.Finish != nil {
			finish = *choice.Finish
		}
		said := choice.Delta
		if said == nil || choice.Message != nil {
			said = choice.Message
		}
		if said == nil {
			continue
		}
		text += string(said.Content + said.Refusal)
		if said.ReasoningContent != "" { // some servers send both, alike
			thought += string(said.ReasoningContent)
		} else {
			thought += string(said.Reasoning)
		}
	}
	return text, thought, finish
}

// usage gives the token counts; nil if there are none.
func (c chunk) usage() *Usage {
	if c.Usage == nil || c.Usage.Prompt <= 0 && c.Usage.Completion <= 0 {
		return nil
	}
	return &Usage{Prompt: c.Usage.Prompt, Completion: c.Usage.Completion}
}

// oneLine is text without line ends, control and format characters, of at most limit runes.
func oneLine(text string, limit int) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "?"), unprintable), " ")
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}

func unprintable(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}
