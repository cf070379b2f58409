// Package prompts holds every text that is sent to a model: the prompts for an answer and
// for a rewritten question, in Chinese and English, and what stands in front of a question
// when an embedding model wants an instruction there.
//
// What documents and people wrote is neutralised, evidence stands between lines with a
// nonce, and passages are left out until the prompt and the answer fit the context. It
// knows nothing of retrieval or endpoints; it refuses questions that leave no room for
// evidence, and input that would make a prompt wrong without anybody noticing.
//
//	t, err := prompts.Load()
//	p, err := t.Answer(prompts.AnswerInput{Question: q, Lang: "zh", Today: today, Passages: best, Nonce: nonce})
package prompts

import (
	"embed"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed data/embedding.toml data/*.tmpl
var files embed.FS

type embeddingModels struct {
	Model []struct{ Pattern, Example, Prefix string }
}

// QueryPrefix gives the text that the named embedding model wants in front of a
// question, empty for models that want none or are not known.
func QueryPrefix(model string) (string, error) {
	models, err := readModels()
	if err != nil {
		return "", err
	}
	name := strings.ToLower(model)
	for _, m := range models.Model {
		if strings.Contains(name, m.Pattern) {
			return m.Prefix, nil
		}
	}
	return "", nil
}

func readModels() (embeddingModels, error) {
	var out embeddingModels
	data, err := files.ReadFile("data/embedding.toml")
	if err != nil {
		return out, fmt.Errorf("read embedding prompts: %w", err)
	}
	if err := toml.Unmarshal(data, &out); err != nil {
		return out, fmt.Errorf("read embedding prompts: %w", err)
	}
	return out, nil
}
