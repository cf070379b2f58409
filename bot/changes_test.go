package bot_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ask/bot"
)

// changesCase is a case of testdata/changes: documents, a question, and what its answer
// must do.
type changesCase struct {
	name, question, asOf, first, not, label string
	shows, without                          []string
	files                                   map[string]string
}

// readChanges reads the cases of a file.
func readChanges(t *testing.T, name string) []changesCase {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "changes", name))
	if err != nil {
		t.Fatal(err)
	}
	var out []changesCase
	for _, block := range strings.Split("\n"+string(b), "\n= ")[1:] {
		head, docs, _ := strings.Cut(block, "\n- ")
		lines := strings.Split(head, "\n")
		c := changesCase{name: lines[0], files: map[string]string{}}
		for _, l := range lines[1:] {
			key, rest, _ := strings.Cut(strings.TrimSpace(l), " ")
			switch key {
			case "?":
				c.question = rest
			case "@":
				c.asOf = rest
			case "first":
				c.first = rest
			case "not":
				c.not = rest
			case "label":
				c.label = rest
			case "shows":
				c.shows = strings.Split(rest, " | ")
			case "without":
				c.without = strings.Split(rest, " | ")
			}
		}
		for _, d := range strings.Split(docs, "\n- ") {
			path, body, _ := strings.Cut(d, "\n")
			c.files[path] = body
		}
		out = append(out, c)
	}
	return out
}

// wrongs says what an answer does not do as the case wants it.
func (c changesCase) wrongs(a *bot.Answer) []string {
	var out []string
	lines := a.Lines()
	if len(lines) == 0 || !strings.Contains(lines[0].Words, c.first) {
		out = append(out, "the first line does not hold "+c.first)
	}
	for _, v := range c.shows {
		if !strings.Contains(a.Text, v) {
			out = append(out, "does not show "+v)
		}
	}
	for _, v := range c.without {
		if strings.Contains(a.Text, v) {
			out = append(out, "shows "+v)
		}
	}
	labelled := c.label == ""
	for _, l := range lines {
		labelled = labelled || l.Role == bot.Rumour
		fact := !slices.Contains([]bot.Role{bot.Before, bot.Other, bot.Ahead, bot.Rumour, bot.Denial}, l.Role)
		for _, n := range l.Cites {
			fact = fact && a.Citations[n-1].Claim != "rumour" && a.Citations[n-1].Claim != "denied"
		}
		if c.not != "" && fact && strings.Contains(l.Words, c.not) && (c.first == "" || !strings.Contains(l.Words, c.first)) {
			out = append(out, "puts as a fact: "+c.not)
		}
	}
	if !labelled {
		out = append(out, "calls nothing a rumour")
	}
	return out
}

// TestChanges: what changes, what sources disagree on and what is only said, over invented
// cases. All documents stand in one folder.
func TestChanges(t *testing.T) {
	for _, file := range []string{"told.txt", "held.txt"} {
		docs := filepath.Join(scratch, "changes-"+file)
		cases := readChanges(t, file)
		for _, c := range cases {
			for name, body := range c.files {
				path := filepath.Join(docs, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		b, err := openBench("changes-index-"+file, docs)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				a := b.ask(t, bot.Question{Text: c.question, AsOf: c.asOf})
				if w := c.wrongs(a); len(w) > 0 {
					t.Errorf("%s: %s:\n%s", c.question, strings.Join(w, "; "), a.Text)
				}
			})
		}
	}
}
