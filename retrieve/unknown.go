package retrieve

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ask/retrieve/corpus"
	"ask/retrieve/lexical"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// unknown finds what a question names and no document holds: years and long numbers,
// Latin names, and Chinese strings that are neither ordinary words nor anywhere in the
// index. An answer about them can only be wrong.
type unknown struct {
	ctx    context.Context
	ix     *Index
	q      *question.Question
	named  bool // the question's romanised name was found by its sound
	terms  terms
	out    []string
	absent []string // of Signals
}

func (ix *Index) judgeTerms(ctx context.Context, q *question.Question, t terms) *unknown {
	u := &unknown{ctx: ctx, ix: ix, q: q, named: len(t.names) > 0, terms: t}
	runes := []rune(q.Stripped)
	for class, run := range text.Runs(runes) {
		switch class {
		case text.Word:
			u.word(string(runes[run.Start:run.End]))
		case text.Han:
			u.han(runes[run.Start:run.End])
		}
	}
	return u
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
		s := string(runes[p.start:p.end])
		switch {
		case !p.known && p.end-p.start >= 2:
			u.leftover(runes, pieces, i)
		case p.end-p.start == 1:
			u.name(runes, pieces, i)
			u.variant(runes, pieces, i)
			u.begins(runes, pieces, i)
		case p.known:
			u.ordinary(s)
		}
	}
}

// What a cut costs: as few words as possible, those of the index first, and unknown
// characters only where no known word can be.
const (
	wordCost    = 4
	absentCost  = 5 // an ordinary word that no document holds
	singleCost  = 6
	unknownCost = 14
	maxPiece    = 8
)

// cut divides a Han run into known words at the least cost; neighbouring unknown
// characters make one piece.
func (u *unknown) cut(runes []rune) []piece {
	n := len(runes)
	cost, back := make([]int, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		cost[i], back[i] = cost[i-1]+u.lone(runes[i-1]), 1
		for k := 2; k <= min(i, maxPiece); k++ {
			if c := cost[i-k] + wordCost; c < cost[i] {
				c += u.wordPenalty(string(runes[i-k : i]))
				if c < cost[i] {
					cost[i], back[i] = c, k
				}
			}
		}
	}
	var out []piece
	for i := n; i > 0; i -= back[i] {
		known := back[i] > 1 || u.lone(runes[i-1]) == singleCost
		if len(out) > 0 && !known && !out[len(out)-1].known && out[len(out)-1].start == i {
			out[len(out)-1].start = i - 1
			continue
		}
		out = append(out, piece{i - back[i], i, known})
	}
	slices.Reverse(out)
	return out
}

// lone is the cost of a character on its own.
func (u *unknown) lone(r rune) int {
	if text.Function(r) || u.ix.reader.Single(string(r)) {
		return singleCost
	}
	return unknownCost
}

// wordPenalty is what a string of two runes or more costs above a word of the index:
// nothing for such a word or a pair that some document holds, a little for an ordinary
// word of the language, and more than can pay for anything else.
func (u *unknown) wordPenalty(w string) int {
	if u.held(lexical.Words, w) {
		return 0
	}
	a, n := utf8.DecodeRuneInString(w)
	b, m := utf8.DecodeRuneInString(w[n:])
	if n+m == len(w) && !text.Function(a) && !text.Function(b) && u.held(lexical.Bigrams, w) {
		return 0
	}
	if text.Common(w) {
		return absentCost - wordCost
	}
	return 1 << 20
}

// name judges a character behind the beginning of a name: 林俊|阳, where the documents
// know 林俊旸 only. A whole name in front (张勇|新) makes it an ordinary character.
func (u *unknown) name(runes []rune, pieces []piece, i int) {
	if i == 0 {
		return
	}
	prev, p := pieces[i-1], pieces[i]
	front, whole := string(runes[prev.start:prev.end]), string(runes[prev.start:p.end])
	s := text.Surname(whole)
	n := p.end - prev.start - s
	if prev.end-prev.start == 1 && u.lone(runes[p.start]) == singleCost {
		return // 云|做
	}
	if s == 0 || n < 1 || n > 2 || u.person(front) || slices.ContainsFunc(runes[prev.start:p.end], text.Function) || text.Common(string(runes[prev.start+s:p.end])) {
		return
	}
	ordinary := text.Common(front) || u.lone(runes[p.start]) == singleCost // 王坚|做
	if ordinary && !u.namesake(front, p.end-prev.start) {
		return
	}
	if !u.occurs(whole) {
		u.add(whole)
	}
}

// namesake reports whether the documents know a person whose name has n runes and
// begins with front.
func (u *unknown) namesake(front string, n int) bool {
	list, err := u.ix.lex.Postings(u.ctx, lexical.Bigrams, string([]rune(front)[:2]), nil)
	if err != nil {
		return false
	}
	for _, post := range list[:min(len(list), maxVariantPassages)] {
		_, p, body, err := u.ix.read(post.Passage)
		if err != nil {
			return false
		}
		for _, t := range u.ix.table.Tags(p) {
			end := int(t.Start) + int(t.Len)
			if t.Class != corpus.TagPerson || end > len(body) {
				continue
			}
			if name := text.Fold(body[t.Start:end]); strings.HasPrefix(name, front) && utf8.RuneCountInString(name) == n {
				return true
			}
		}
	}
	return false
}

// begins judges an unknown character in front of a known string that is no ordinary
// word: 苍|鹭号, where the documents know 白鹭号 only.
func (u *unknown) begins(runes []rune, pieces []piece, i int) {
	if i+1 >= len(pieces) || pieces[i].known {
		return
	}
	next := pieces[i+1]
	word := string(runes[next.start:next.end])
	if next.end-next.start < 2 || !next.known || text.Common(word) || u.held(lexical.Bigrams, string(runes[next.start-1:next.start+1])) {
		return
	}
	u.add(string(runes[pieces[i].start:next.end]))
}

// person reports whether the documents know a name as it is.
func (u *unknown) person(name string) bool {
	for _, k := range text.NameKeys(name) {
		if u.held(lexical.Names, hanName+k) {
			return true
		}
	}
	return false
}

// variant judges a character next to another one in front of a known word: 泊|月|航运,
// where the documents know 泊星航运 only.
func (u *unknown) variant(runes []rune, pieces []piece, i int) {
	if i+2 >= len(pieces) || pieces[i+1].end-pieces[i+1].start != 1 || pieces[i+2].end-pieces[i+2].start < 2 {
		return
	}
	a, b := runes[pieces[i].start], runes[pieces[i+1].start]
	if u.lone(a) == singleCost || text.Function(b) || u.held(lexical.Bigrams, string([]rune{a, b})) {
		return
	}
	next := runes[pieces[i+2].start:pieces[i+2].end]
	if u.hasBetween(a, next[:2]) {
		u.add(string([]rune{a, b}) + string(next))
	}
}

// leftover judges a string that is made of no known words: a name or rare word, or, if
// it is two characters long and no name, perhaps just a turn of phrase.
func (u *unknown) leftover(runes []rune, pieces []piece, i int) {
	p := pieces[i]
	s := string(runes[p.start:p.end])
	if i > 0 && pieces[i-1].end-pieces[i-1].start == 1 && text.Surname(string(runes[p.start-1:p.end])) > 0 {
		s = string(runes[p.start-1 : p.end]) // 马|化腾: the family name is a word too
	}
	switch {
	case u.occurs(s):
	case utf8.RuneCountInString(s) == 2 && text.Surname(s) == 0:
		u.absent = append(u.absent, s)
	default:
		u.add(s)
	}
}

// maxVariantPassages bounds the passages read for one variant.
const maxVariantPassages = 200

// hasBetween reports whether some passage holds a, any other character, then next.
func (u *unknown) hasBetween(a rune, next []rune) bool {
	found := false
	u.scan(string(next), maxVariantPassages, func(folded string) bool {
		for at := 0; !found; {
			k := strings.Index(folded[at:], string(next))
			if k < 0 {
				break
			}
			at += k
			before := []rune(folded[max(0, at-8):at])
			found = len(before) >= 2 && before[len(before)-2] == a && text.ClassOf(before[len(before)-1]) == text.Han
			at += len(string(next))
		}
		return found
	})
	return found
}

// ordinary notes a known word that no document holds in any way.
func (u *unknown) ordinary(w string) {
	if u.ix.reader.Stop(w) || u.ix.reader.Generic(w) || len(u.terms.synonyms[w]) > 0 || u.occurs(w) {
		return
	}
	u.absent = append(u.absent, w)
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
	found := false
	whole := u.scan(gram, maxOccurs, func(folded string) bool {
		found = strings.Contains(folded, s)
		return found
	})
	return found || !whole
}

// scan shows the folded texts of the passages that hold a bigram until see is
// satisfied; it reports whether all of them could be shown.
func (u *unknown) scan(gram string, limit int, see func(folded string) bool) bool {
	list, err := u.ix.lex.Postings(u.ctx, lexical.Bigrams, gram, nil)
	if err != nil || len(list) > limit {
		return false
	}
	for _, post := range list {
		d, p, body, err := u.ix.read(post.Passage)
		if err != nil {
			return false
		}
		if see(text.Fold(titleOf(d.Title, p.Heading)) + "\n" + text.Fold(body)) {
			return true
		}
	}
	return true
}
