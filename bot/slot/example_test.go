package slot_test

import (
	"fmt"

	"ask/bot/extract"
	"ask/bot/slot"
	"ask/retrieve/document"
	"ask/retrieve/question"
)

// Two documents disagree on a figure.
func Example() {
	words, err := slot.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	s, ok := words.Read(slot.Question{
		Question: question.New().Read("望鹤水库的总库容是多少？"),
		Terms:    []extract.Term{{Text: "望鹤", IDF: 5}, {Text: "水库", IDF: 2}, {Text: "总库容", IDF: 4}},
		Today:    "2026-01-01",
	})
	if !ok {
		return // it asks for no value
	}
	passages := []slot.Passage{
		{Document: document.Document{ID: "a"}, Text: "望鹤水库的总库容为3200万立方米，坝高41米。"},
		{Document: document.Document{ID: "b"}, Text: "记者来到望鹤水库。水库的总库容是2800万立方米。"},
	}
	all := s.Statements(slot.Sources{Passages: passages, Found: passages})
	for _, rival := range s.Rivals(all[0], all) {
		fmt.Println(s.About()+":", all[0].Text, "or", rival.Text)
	}
	// Output: 望鹤水库的总库容: 3200万立方米 or 2800万立方米
}
