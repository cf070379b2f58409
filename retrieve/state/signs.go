package state

import (
	"fmt"
	"strings"

	"ask/retrieve/text"
)

// signWords are the sections of data/signs.txt, folded.
type signWords map[string][]string

// signSections are the sections there must be.
var signSections = []string{
	"series", "elsewhere", "charge", "coach", "maycoach", "team", "body", "tells", "arrive", "rise", "appoints", "sex", "chosen", "whole", "roll", "needs", "over", "founds", "works", "thework", "transfer", "then", "nothen", "wants", "agent", "proposes", "drives", "stint", "successor", "today", "affairs",
	"rules", "steps", "next", "last", "falls", "termover", "leaves", "side", "house", "bringsup", "minds", "besides", "beginnings", "untilnow", "takesover", "seat",
}

func readSigns() (signWords, error) {
	w := signWords{}
	rows, err := lines("signs.txt")
	if err != nil {
		return nil, err
	}
	section := ""
	for _, row := range rows {
		if name, ok := strings.CutPrefix(row[0], "["); ok {
			section = strings.TrimSuffix(name, "]")
			continue
		}
		for _, one := range row {
			w[section] = append(w[section], text.Fold(one))
		}
	}
	for _, name := range signSections {
		if len(w[name]) == 0 {
			return nil, fmt.Errorf("signs.txt: no section %q", name)
		}
	}
	return w, nil
}

// is reports whether s is one of a section's words.
func (w signWords) is(section, s string) bool {
	for _, one := range w[section] {
		if s == one {
			return true
		}
	}
	return false
}

// begins reports whether s begins with one of a section's words.
func (w signWords) begins(section, s string) bool {
	for _, one := range w[section] {
		if strings.HasPrefix(s, one) {
			return true
		}
	}
	return false
}

// in reports whether s holds one of a section's words.
func (w signWords) in(section, s string) bool {
	for _, one := range w[section] {
		if strings.Contains(s, one) {
			return true
		}
	}
	return false
}

// ends reports whether s ends with one of a section's words.
func (w signWords) ends(section, s string) bool {
	for _, one := range w[section] {
		if strings.HasSuffix(s, one) {
			return true
		}
	}
	return false
}
