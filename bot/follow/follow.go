package follow

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/retrieve/text"
)

// Turn is a question as it was asked and the answer as it was shown, with its [n] marks.
type Turn struct{ Question, Answer string }

// Sort is what a name names; zero is no name.
type Sort byte

// The sorts of names. Thing is also what nothing more is known of.
const (
	Person Sort = iota + 1
	Org
	Place
	Title
	Thing
)

// Names tells the sort of a folded word, zero if it knows no name of this spelling.
// It must be safe for concurrent use.
type Names func(folded string) Sort

const (
	maxQuestion = 60  // runes of a follow-up; longer questions are left alone
	maxOutput   = 400 // runes
	maxAnswer   = 300 // runes of an answer that are read
	maxTurns    = 8   // of the history that are read
)

// Rewriter rewrites follow-ups. Make one with New and keep it; it is safe for concurrent
// use.
type Rewriter struct {
	lex   *lexicon
	names Names
}

// New loads the word lists (about 2 ms). names may be nil; what an index knows of its
// names makes their sorts surer.
func New(names Names) (*Rewriter, error) {
	lex, err := loadLexicon()
	if err != nil {
		return nil, err
	}
	return &Rewriter{lex, names}, nil
}

// Standalone gives the question that stands on its own, and whether it differs. history
// is oldest first. A question that stands on its own already, or that nothing in the
// history completes, comes back as it is.
func (r *Rewriter) Standalone(history []Turn, question string) (string, bool) {
	if len(history) == 0 || !r.rewritable(question) {
		return question, false
	}
	m := &memory{}
	for _, t := range history[max(0, len(history)-maxTurns):] {
		if r.rewritable(t.Question) {
			q := r.rewrite(m, t.Question)
			m.turn(r, q, t.Answer)
		}
	}
	out := r.rewrite(m, question)
	return out, out != question
}

// rewritable reports whether a question is worth reading: neither small talk, nor odd,
// nor overlong.
func (r *Rewriter) rewritable(question string) bool {
	if len(question) > 8*maxOutput || utf8.RuneCountInString(question) > maxOutput || !utf8.ValidString(question) {
		return false
	}
	folded := text.Fold(question)
	return !r.lex.chat(folded) && !r.lex.strange(folded)
}

// rewrite gives the standalone form of one question, or the question itself.
func (r *Rewriter) rewrite(m *memory, question string) string {
	if m.prev == nil || utf8.RuneCountInString(question) > maxQuestion {
		return question
	}
	l := r.scan(question)
	if l.has("pron.chat") || len(l.content()) == 0 {
		return question
	}
	for _, form := range []func(*memory, *line) (string, bool){r.compare, r.about, r.cut, r.more, r.bare, r.pronouns} {
		out, ok := form(m, l)
		if !ok {
			continue
		}
		if out == "" || utf8.RuneCountInString(out) > maxOutput {
			return question
		}
		return out
	}
	return question
}

// strange reports whether folded text holds what no question or answer does.
func (x *lexicon) strange(folded string) bool {
	for _, o := range x.odd {
		if slices.ContainsFunc(o.literals, func(l string) bool { return strings.Contains(folded, l) }) && o.re.MatchString(folded) {
			return true
		}
	}
	return false
}

// chat reports whether a folded question is a greeting or thanks, or several of them.
func (x *lexicon) chat(folded string) bool {
	whole := true
	for _, part := range strings.FieldsFunc(folded, func(c rune) bool { return unicode.IsPunct(c) || c == '~' }) {
		part = strings.Join(strings.Fields(part), "")
		whole = whole && (part == "" || x.smalltalk[part] || x.smalltalk[half(part)])
	}
	return whole
}

// half gives the first half of a word said twice, else the word.
func half(s string) string {
	if h := s[:len(s)/2]; h+h == s {
		return h
	}
	return s
}
