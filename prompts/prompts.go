// Package prompts holds every text that is sent to a model. Today that is what stands
// in front of a question when an embedding model wants an instruction there; it knows
// nothing of questions, passages or endpoints, and refuses data files it cannot read.
//
//	prefix, err := prompts.QueryPrefix("Qwen3-Embedding-0.6B")
package prompts

import (
	"embed"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed data/embedding.toml
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
