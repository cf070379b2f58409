package retrieve

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"ask/retrieve/state"
	"ask/retrieve/text"
)

// The word lists of package state tell at a glance that a question asks for no state:
// loading its rules costs more than answering most questions.
//
//go:embed data/asks.txt state/data/questions.txt state/data/roles.txt state/data/verbs.txt state/data/words.txt
var askLists embed.FS

// asker reads questions about states. Its parts are loaded when first needed.
type asker struct {
	glance func() (*glance, error)
	rules  func() (*state.Extractor, error)
}

func newAsker() asker {
	return asker{sync.OnceValues(newGlance), sync.OnceValues(state.New)}
}

// Asked reads which state a question asks for, false if it asks for none. Names are as
// the question writes them.
func (ix *Index) Asked(question string) (state.Ask, bool) {
	g, err := ix.asker.glance()
	if err != nil || !g.mayAsk(question) {
		return state.Ask{}, false
	}
	x, err := ix.asker.rules()
	if err != nil {
		return state.Ask{}, false // the lists are in the program: its tests would fail
	}
	return x.Asked(question)
}

// Slot is what StateQuery looks up for a: the post, or for changes of things the thing.
// It is "" if a names neither, as a question for a person does.
func (ix *Index) Slot(a state.Ask) string {
	x, err := ix.asker.rules()
	if err != nil || a.Of == "" && a.Role == "" {
		return ""
	}
	st := state.Statement{Of: a.Of, Role: a.Role}
	if len(a.Kinds) > 0 {
		st.Kind = a.Kinds[0]
	}
	return x.Slot(st)
}

// glance tells which questions may ask for a state.
type glance struct {
	ask     []string // one of these, or one of first at the beginning,
	first   []string
	about   []string // and one of these
	english []string
}

func newGlance() (*glance, error) {
	g := &glance{}
	for _, file := range []string{"data/asks.txt", "state/data/questions.txt", "state/data/roles.txt", "state/data/verbs.txt", "state/data/words.txt"} {
		data, err := askLists.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		section := ""
		for line := range strings.Lines(string(data)) {
			words := strings.Fields(line)
			switch {
			case len(words) == 0 || words[0][0] == '#':
			case words[0][0] == '[':
				section = words[0]
			default:
				g.add(strings.TrimPrefix(file, "state/data/"), section, words)
			}
		}
	}
	return g, nil
}

// add takes over a line of a list.
func (g *glance) add(file, section string, words []string) {
	class, rest := words[0], words[1:]
	switch file {
	case "data/asks.txt":
		for dst, name := range map[*[]string]string{&g.ask: "ask", &g.about: "about", &g.english: "english"} {
			if class == name {
				*dst = append(*dst, rest...)
			}
		}
	case "questions.txt":
		if section != "" || class == "how" {
			return
		}
		g.ask = append(g.ask, rest...)
		if class == "rule" || class == "what" || class == "name" {
			g.about = append(g.about, rest...)
		}
	case "roles.txt":
		if section == "[head]" {
			g.about = append(g.about, words...)
		}
	case "verbs.txt":
		if len(rest) > 0 && rest[0] != "be" && rest[0] != "as" {
			g.about = append(g.about, rest[1:]...)
		}
	case "words.txt":
		if class == "current" || class == "former" {
			g.first = append(g.first, rest...)
		}
	}
}

func (g *glance) mayAsk(question string) bool {
	folded := strings.TrimSpace(text.Fold(question))
	has := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(folded, w) })
	}
	begins := func(w string) bool { return strings.HasPrefix(folded, w) }
	if (has(g.ask) || slices.ContainsFunc(g.first, begins)) && has(g.about) {
		return true
	}
	return has(g.english) && mostlyLatin(folded)
}

// mostlyLatin draws the line where state.Extractor.Asked does.
func mostlyLatin(s string) bool {
	han, all := 0, 0
	for _, r := range s {
		all++
		if text.ClassOf(r) == text.Han {
			han++
		}
	}
	return han*5 < all
}
