package segment

import (
	"math"
	"sort"
	"unicode/utf8"

	"ask/retrieve/text"
)

// Lexicon is the set of words the dictionary does not know and the corpus uses: found
// by Discover, kept with the index, joined by Join.
type Lexicon map[string]Tag

// Discover finds words that jieba splits although the corpus keeps their parts
// together: neighbouring pieces, one of them a single rune, that come often enough,
// hold together (one piece seldom comes without the other) and stand free on both
// sides (many different neighbours). Cohesion and boundary freedom are the two signs
// of "Matrix67", 互联网时代的社会语言学 (2012), applied to pieces instead of runes,
// which makes counting ten times cheaper and spares known words.
type Discover struct {
	words map[string]int
	pairs map[pair]*joint
	total int
}

type pair struct{ a, b string }

// joint counts one candidate. Sides keeps a few distinct neighbours on each side; more
// than a few need not be told apart.
type joint struct {
	count       int
	left, right [sideLimit]string
	nl, nr      int
	tag         Tag
}

const (
	sideLimit    = 3
	minCount     = 3
	minTogether  = 0.5
	minPMI       = 5.0
	maxWordRunes = 6
)

// NewDiscover makes an empty counter.
func NewDiscover() *Discover {
	return &Discover{words: map[string]int{}, pairs: map[pair]*joint{}}
}

// Add counts the words of one text.
func (d *Discover) Add(words []Word) {
	for i, w := range words {
		d.words[w.Text]++
		d.total++
		if i+1 < len(words) && joinable(w, words[i+1]) {
			d.count(words, i)
		}
	}
}

func (d *Discover) count(words []Word, i int) {
	p := pair{words[i].Text, words[i+1].Text}
	j := d.pairs[p]
	if j == nil {
		j = &joint{tag: joinedTag(words[i], words[i+1])}
		d.pairs[p] = j
	}
	j.count++
	j.nl = addSide(&j.left, j.nl, neighbour(words, i-1, words[i].Start, true))
	j.nr = addSide(&j.right, j.nr, neighbour(words, i+2, words[i+1].End, false))
}

// neighbour names the word next to a candidate; punctuation and text ends count as
// one neighbour, distinct from every word.
func neighbour(words []Word, i int, edge int32, before bool) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	if before && words[i].End != edge || !before && words[i].Start != edge {
		return ""
	}
	return words[i].Text
}

func addSide(side *[sideLimit]string, n int, w string) int {
	for _, have := range side[:n] {
		if have == w {
			return n
		}
	}
	if n < sideLimit {
		side[n] = w
		n++
	}
	return n
}

// joinable reports whether two neighbouring words may be halves of one: both Chinese,
// touching, one of them a single rune that is no particle, six runes at most.
func joinable(a, b Word) bool {
	if a.End != b.Start || a.Tag == Function || b.Tag == Function {
		return false
	}
	na, nb := a.End-a.Start, b.End-b.Start
	if na > 1 && nb > 1 || na+nb > maxWordRunes || !isHan(a.Text) || !isHan(b.Text) {
		return false
	}
	return !(na == 1 && particle(a.Text)) && !(nb == 1 && particle(b.Text))
}

func isHan(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return text.ClassOf(r) == text.Han
}

func particle(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return text.Function(r)
}

// joinedTag guesses what a joined word names: a family name in front of one or two
// further runes makes a person.
func joinedTag(a, b Word) Tag {
	whole := a.Text + b.Text
	n := utf8.RuneCountInString(whole)
	if s := text.Surname(whole); s > 0 && n-s >= 1 && n-s <= 2 && (a.Tag == Person || b.Tag == Person || a.Tag == NoTag || b.Tag == NoTag) && a.Tag != Place && b.Tag != Verb {
		return Person
	}
	if a.Tag == Place || a.Tag == Organ {
		return a.Tag
	}
	return Proper
}

// Words gives the candidates that pass, as a Lexicon.
func (d *Discover) Words() Lexicon {
	lex := Lexicon{}
	for p, j := range d.pairs {
		if d.passes(p, j) {
			lex[p.a+p.b] = j.tag
		}
	}
	return lex
}

func (d *Discover) passes(p pair, j *joint) bool {
	if j.count < minCount || j.nl < 2 || j.nr < 2 {
		return false
	}
	ca, cb := float64(d.words[p.a]), float64(d.words[p.b])
	n := float64(j.count)
	together := math.Max(n/ca, n/cb)
	pmi := math.Log2(n * float64(d.total) / (ca * cb))
	need := minTogether
	if j.tag == Person {
		// A name's last rune is often a common word (周靖|人): its first piece decides.
		need = 0.3
	}
	return together >= need && pmi >= minPMI
}

// Join merges neighbouring words that together are in the lexicon, longest first; the
// merged word replaces its pieces. The slice is reused.
func (lex Lexicon) Join(words []Word) []Word {
	if len(lex) == 0 {
		return words
	}
	out := words[:0]
	for i := 0; i < len(words); {
		w, used := lex.longest(words[i:])
		out = append(out, w)
		i += used
	}
	return out
}

func (lex Lexicon) longest(words []Word) (Word, int) {
	best, used, whole := words[0], 1, words[0].Text
	for n := 1; n < len(words) && n < 4; n++ {
		if words[n].Start != words[n-1].End || len(whole) > 4*maxWordRunes {
			break
		}
		whole += words[n].Text
		if tag, ok := lex[whole]; ok {
			best, used = Word{Text: whole, Start: words[0].Start, End: words[n].End, Tag: tag}, n+1
		}
	}
	return best, used
}

// Sorted lists the words in byte order, for storing.
func (lex Lexicon) Sorted() []string {
	out := make([]string, 0, len(lex))
	for w := range lex {
		out = append(out, w)
	}
	sort.Strings(out)
	return out
}
