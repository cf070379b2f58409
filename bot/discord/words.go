package discord

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
)

//go:embed data/words.json
var wordData []byte

// words are the texts of this door in one language.
type words struct {
	Sources      string            `json:"sources"`
	Nearest      string            `json:"nearest"`
	OpenQuote    string            `json:"open_quote"`
	FollowUp     string            `json:"follow_up"`
	Undated      string            `json:"undated"`
	Untitled     string            `json:"untitled"`
	CutOff       string            `json:"cut_off"`
	TimedOut     string            `json:"timed_out"`
	Continued    string            `json:"continued"`
	Stopping     string            `json:"stopping"`
	Busy         string            `json:"busy"`
	TooFast      string            `json:"too_fast"`
	NotAllowed   string            `json:"not_allowed"`
	NoDMs        string            `json:"no_dms"`
	Empty        string            `json:"empty"`
	TooLong      string            `json:"too_long"`
	BadDate      string            `json:"bad_date"`
	Unreachable  string            `json:"unreachable"`
	Failed       string            `json:"failed"`
	Changed      string            `json:"changed"`
	NothingToAsk string            `json:"no_answer_here"`
	ThreadHint   string            `json:"thread_hint"`
	ThreadReady  string            `json:"thread_ready"`
	ThreadHere   string            `json:"thread_here"`
	ThreadFailed string            `json:"thread_failed"`
	ThreadName   string            `json:"thread_name"`
	Thanks       string            `json:"thanks"`
	Date         string            `json:"date"`
	Kind         string            `json:"kind"`
	Claim        string            `json:"claim"`
	Publisher    string            `json:"publisher"`
	Document     string            `json:"document"`
	Quote        string            `json:"quote"`
	Documents    string            `json:"documents"`
	AndMore      string            `json:"and_more"`
	Timeline     string            `json:"timeline"`
	Earlier      string            `json:"earlier"`
	Conflicts    string            `json:"conflicts"`
	Aside        string            `json:"aside"`
	Semicolon    string            `json:"semicolon"`
	NoDocuments  string            `json:"no_documents"`
	Help         string            `json:"help"`
	Kinds        map[string]string `json:"kinds"`
	Claims       map[string]string `json:"claims"`
	Origins      map[string]string `json:"origins"`
}

// dictionary holds the words by language.
type dictionary map[string]*words

func loadWords() (dictionary, error) {
	var d dictionary
	if err := json.Unmarshal(wordData, &d); err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	return d, nil
}

// of gives the words of a locale such as zh-CN; without one, of the text's language, which
// is Chinese unless it is written in other letters.
func (d dictionary) of(locale, text string) *words {
	han := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	if strings.HasPrefix(locale, "zh") || locale == "" && (han || !strings.ContainsFunc(text, unicode.IsLetter)) {
		return d["zh"]
	}
	return d["en"]
}
