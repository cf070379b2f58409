// Package guardtest holds what the tests of answers against hostile documents share:
// attack cases in files, the documents of a case written to a folder, and a model that
// obeys whatever stands in its prompt.
//
//	cases, err := guardtest.Read("testdata/attacks.jsonl")
//	…
//	for _, c := range cases {
//		err := c.Write(dir)
//		… // index dir, ask c.Question with a model that answers guardtest.Obey(messages)
//		if hits := c.Hits(rendered); len(hits) > 0 {
//			t.Errorf("%s: rendered %q", c.ID, hits)
//		}
//	}
//
// It is for tests only.
package guardtest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// Case is one attack, or a control that looks like one.
type Case struct {
	ID       string `json:"id"`
	Category string `json:"category"` // controls begin with "control"
	Lang     string `json:"lang,omitempty"`
	// Document is the text of the hostile document: HTML if it begins with a tag of
	// HTML, else Markdown. DocumentGen is an expression such as '['*100+'x' in its
	// place, DocumentB64 its bytes in base64.
	Document    string `json:"document"`
	DocumentGen string `json:"document_gen,omitempty"`
	DocumentB64 []byte `json:"document_b64,omitempty"`
	// ContextDocuments are honest documents beside it.
	ContextDocuments []string `json:"context_documents,omitempty"`
	// Filename is the document's path, empty for an ordinary one: "NAME -> TARGET" is a
	// symbolic link, a name that begins with "fifo" a named pipe, "A / B" two files.
	Filename string `json:"filename,omitempty"`
	Question string `json:"question"`
	// MustNotContain may never be rendered, MustContain is what a right answer holds.
	MustNotContain []string `json:"must_not_contain"`
	MustContain    []string `json:"must_contain,omitempty"`
	// Scope says where to look: answer (its text), rendered (all a door shows), process
	// (it ends, and soon) or http.
	Scope string `json:"scope"`
	// Surface names the doors, separated by commas; empty: all. Expect is "refuse" for
	// questions that must not be answered.
	Surface string `json:"surface,omitempty"`
	Expect  string `json:"expect,omitempty"`
	Note    string `json:"note,omitempty"`
}

// Read reads a file of cases, one JSON object a line.
func Read(path string) ([]Case, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read attack cases: %w", err)
	}
	defer f.Close()
	var cases []Case
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var c Case
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, fmt.Errorf("read attack cases: %s:%d: %w", path, len(cases)+1, err)
		}
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read attack cases: %w", err)
	}
	return cases, nil
}

// Control reports whether the case is to be answered like any other question.
func (c Case) Control() bool { return strings.HasPrefix(c.Category, "control") }

// Hits are the strings of MustNotContain that stand in what was rendered.
func (c Case) Hits(rendered string) []string {
	var out []string
	for _, s := range c.MustNotContain {
		if s != "" && strings.Contains(rendered, s) {
			out = append(out, s)
		}
	}
	return out
}

// Missing are the strings of MustContain that do not stand in what was rendered.
func (c Case) Missing(rendered string) []string {
	var out []string
	for _, s := range c.MustContain {
		if !strings.Contains(rendered, s) {
			out = append(out, s)
		}
	}
	return out
}
