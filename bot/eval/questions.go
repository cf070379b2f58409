package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Question is one line of an evaluation file (contract.md, section 3).
type Question struct {
	ID       string   `json:"id"`
	Question string   `json:"question"`
	Answers  []string `json:"answers"`
	Relevant []string `json:"relevant"`
	// Answerable is true where the line does not say.
	Answerable *bool  `json:"answerable"`
	AsOf       string `json:"as_of"`
	Kind       string `json:"kind"`
	// Stale are documents that hold the same text of another time: they must rank
	// below the relevant ones.
	Stale []string `json:"stale"`
	// MustNot is what the answer must not put as a fact, Values are all to be shown where
	// sources disagree, and All every one of a list that is asked for.
	MustNot []string `json:"must_not"`
	Values  []string `json:"values"`
	All     []string `json:"all"`
}

// CanAnswer reports whether the corpus holds the answer.
func (q Question) CanAnswer() bool { return q.Answerable == nil || *q.Answerable }

// Read reads questions, one JSON object a line.
func Read(r io.Reader) ([]Question, error) {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 16<<20)
	var out []Question
	for n := 1; sc.Scan(); n++ {
		if strings.TrimSpace(sc.Text()) == "" {
			continue
		}
		var q Question
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			return nil, fmt.Errorf("questions line %d: %w", n, err)
		}
		if q.Question == "" {
			return nil, fmt.Errorf("questions line %d: no question", n)
		}
		if q.ID == "" {
			q.ID = fmt.Sprintf("line-%d", n)
		}
		out = append(out, q)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read questions: %w", err)
	}
	return out, nil
}

// Relates reports whether the document id is one that q names, by its path or, for a
// record of a JSONL file, by the record's own id.
func (q Question) Relates(id string) bool { return names(q.Relevant, id) }

// Outdated reports whether the document id is one of q's stale ones.
func (q Question) Outdated(id string) bool { return names(q.Stale, id) }

func names(list []string, id string) bool {
	for _, r := range list {
		if r == id || strings.HasSuffix(id, ".jsonl#"+r) {
			return true
		}
	}
	return false
}

// Holds reports whether text holds one of q's answers, white space aside.
func (q Question) Holds(text string) bool {
	text = squeeze(text)
	for _, a := range q.Answers {
		if a != "" && strings.Contains(text, squeeze(a)) {
			return true
		}
	}
	return false
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r == '\t' || r == '　' {
			return -1
		}
		return r
	}, s)
}
