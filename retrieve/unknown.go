package retrieve

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/retrieve/lexical"
	"ask/retrieve/question"
	"ask/retrieve/segment"
	"ask/retrieve/text"
)

// unknown finds what a question names and no document holds: years and long numbers,
// Latin names, and Chinese strings that are neither ordinary words nor anywhere in the
// index. An answer about them can only be wrong.
type unknown struct {
	ctx   context.Context
	ix    *Index
	q     *question.Question
	named bool // the question's romanised name was found by its sound
	out   []string
}

func (ix *Index) unknownTerms(ctx context.Context, q *question.Question, t terms) []string {
	u := &unknown{ctx: ctx, ix: ix, q: q, named: len(t.names) > 0}
	runes := []rune(q.Stripped)
	for i := 0; i < len(runes); {
		class := text.ClassOf(runes[i])
		j := i + 1
		for j < len(runes) && text.ClassOf(runes[j]) == class {
			j++
		}
		switch class {
		case text.Word:
			u.word(string(runes[i:j]))
		case text.Han:
			u.han(runes[i:j])
		}
		i = j
	}
	return u.out
}

func (u *unknown) add(s string) {
	for _, have := range u.out {
		if have == s {
			return
		}
	}
	u.out = append(u.out, s)
}

func (u *unknown) held(f lexical.Field, term string) bool {
	n, err := u.ix.lex.Frequency(u.ctx, f, term)
	return err != nil || n > 0
}

// word judges a Latin word or a number.
func (u *unknown) word(w string) {
	if u.held(lexical.Bigrams, w) || u.ix.reader.Stop(w) {
		return
	}
	if digits(w) {
		if len(w) == 4 && u.ix.dated(w) || len(w) < 3 {
			return
		}
		u.add(w)
		return
	}
	if u.named || len(w) < 2 {
		return
	}
	if i := strings.Index(text.Fold(u.q.Raw), w); i >= 0 && !u.proper(w) {
		return
	}
	u.add(w)
}

// proper reports whether a Latin word is written as a name: with a capital or a digit,
// or inside a Chinese question, where a Latin word is always one.
func (u *unknown) proper(w string) bool {
	if strings.ContainsFunc(w, unicode.IsDigit) || strings.ContainsFunc(u.q.Raw, func(r rune) bool { return text.ClassOf(r) == text.Han }) {
		return true
	}
	for _, field := range strings.FieldsFunc(u.q.Raw, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if text.Fold(field) == w {
			first, _ := utf8.DecodeRuneInString(field)
			return unicode.IsUpper(first) && !strings.HasPrefix(strings.TrimSpace(u.q.Raw), field)
		}
	}
	return false
}

func digits(w string) bool {
	return strings.IndexFunc(w, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// dated reports whether a document was published in that year.
func (ix *Index) dated(year string) bool {
	for i := range ix.table.Docs() {
		if d, err := ix.table.Doc(uint32(i)); err == nil && strings.HasPrefix(d.Date.Value, year) {
			return true
		}
	}
	return false
}

// piece is a stretch of a Han run: a word of the index, an ordinary word, or neither.
type piece struct {
	start, end int
	known      bool
}

// han judges a run of Chinese characters: it is cut into indexed and ordinary words,
// and what is left over must stand in the index as it is.
func (u *unknown) han(runes []rune) {
	pieces := u.cut(runes)
	for i, p := range pieces {
		if !p.known && p.end-p.start >= 2 {
			if !u.occurs(string(runes[p.start:p.end])) {
				u.add(string(runes[p.start:p.end]))
			}
			continue
		}
		if p.end-p.start == 1 {
			u.lone(runes, pieces, i)
		}
	}
}

// cut takes the longest known word at each place; characters that start none are
// joined to one unknown piece.
func (u *unknown) cut(runes []rune) []piece {
	vocabulary := u.ix.vocabulary(u.ctx)
	var out []piece
	for i := 0; i < len(runes); {
		n := u.longest(vocabulary, runes[i:])
		if n > 1 || len(out) == 0 || out[len(out)-1].known || text.Function(runes[i]) || u.ix.reader.Single(string(runes[i])) {
			out = append(out, piece{i, i + n, n > 1 || text.Function(runes[i]) || u.ix.reader.Single(string(runes[i]))})
		} else {
			out[len(out)-1].end++
		}
		i += n
	}
	return out
}

func (u *unknown) longest(v segment.Vocabulary, runes []rune) int {
	for n := min(len(runes), 8); n > 1; n-- {
		if w := string(runes[:n]); v.Has(w) || text.Common(w) {
			return n
		}
	}
	return 1
}

// lone judges a single character between known words: together with a neighbour it may
// be a name that differs from an indexed one in this very character.
func (u *unknown) lone(runes []rune, pieces []piece, i int) {
	p := pieces[i]
	if p.known {
		return
	}
	for _, from := range []int{i - 1, i} {
		if from < 0 || from+1 >= len(pieces) {
			continue
		}
		a, b := pieces[from], pieces[from+1]
		whole := string(runes[a.start:b.end])
		n := b.end - a.start
		if n < 2 || n > 4 || text.Surname(whole) == 0 || u.held(lexical.Bigrams, string(runes[a.end-1:b.start+1])) && u.occurs(whole) {
			continue
		}
		if s := text.Surname(whole); n-s <= 2 && n-s >= 1 {
			u.add(whole)
		}
	}
}

// occurs reports whether some passage holds a folded string of two runes or more, by
// its rarest bigram's postings.
func (u *unknown) occurs(s string) bool {
	if u.held(lexical.Words, s) {
		return true
	}
	runes := []rune(s)
	rarest, best := "", -1
	for i := 0; i+1 < len(runes); i++ {
		g := string(runes[i : i+2])
		n, err := u.ix.lex.Frequency(u.ctx, lexical.Bigrams, g)
		if err != nil {
			return true
		}
		if best < 0 || n < best {
			rarest, best = g, n
		}
	}
	if best <= 0 || len(runes) == 2 {
		return best > 0
	}
	return u.inPostings(rarest, s)
}

// maxOccurs bounds how many passages are read for one string; a bigram more frequent
// than this is no sign of a rare name.
const maxOccurs = 2000

func (u *unknown) inPostings(gram, s string) bool {
	list, err := u.ix.lex.Postings(u.ctx, lexical.Bigrams, gram, nil)
	if err != nil || len(list) > maxOccurs {
		return true
	}
	for _, post := range list {
		p, err := u.ix.table.Passage(post.Passage)
		if err != nil {
			return true
		}
		d, err := u.ix.table.Doc(p.Doc)
		if err != nil {
			return true
		}
		body, err := u.ix.table.Quote(d, p)
		if err != nil || strings.Contains(text.Fold(body), s) || strings.Contains(text.Fold(titleOf(d.Title, p.Heading)), s) {
			return true
		}
	}
	return false
}
