package web

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
)

//go:embed data/words.json
var wordsFile []byte

// words are the fixed texts of one language.
type words struct {
	Sources   string            `json:"sources"` // head of the list of sources
	Nearest   string            `json:"nearest"` // head of what a refusal names
	Because   string            `json:"because"` // %s is the reason of a refusal
	Original  string            `json:"original"`
	Quote     string            `json:"quote"`
	Undated   string            `json:"undated"`
	Comma     string            `json:"comma"`
	Colon     string            `json:"colon"`
	Attached  string            `json:"attached"` // name of files that came with a question
	NoMessage string            `json:"no_message"`
	Searching string            `json:"searching"`
	Found     string            `json:"found"`
	Refused   string            `json:"refused"`
	Changed   string            `json:"changed"`
	Cut       string            `json:"cut"`
	NewChat   string            `json:"new_chat"`
	General   string            `json:"general"`
	Kinds     map[string]string `json:"kinds"`
	Claims    map[string]string `json:"claims"`
}

// loadWords reads the texts of "zh" and "en".
func loadWords() (map[string]words, error) {
	var all map[string]words
	if err := json.Unmarshal(wordsFile, &all); err != nil {
		return nil, fmt.Errorf("web: read words.json: %w", err)
	}
	return all, nil
}

// wordsFor are in the language wanted, else in that of a text: Chinese if it holds any
// Han character.
func (s *Server) wordsFor(lang, text string) words {
	if lang == "" {
		lang = languageOf(text)
	}
	return s.words[lang]
}

func languageOf(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return "zh"
	}
	return "en"
}
