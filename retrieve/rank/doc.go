// Package rank scores the candidate passages of a question: a small linear score over
// features that are each about 0 to 1, its weights in weights.json, most of them learned by
// `go run ./cmd/learn rank` from the data the file names.
//
// The features look at the folded text of title and passage, not at the index, so a
// score can be explained and checked by hand. It refuses weights it does not know.
//
//	s, err := rank.New()
//	e := s.Explain(features)
package rank

import "ask/retrieve/text"

// Query is a question prepared for matching: its grams and characters with their
// inverse document frequencies.
type Query struct {
	grams map[uint64]int
	idf   []float64
	total float64
	chars map[rune]float64
	sum   float64
}

// NewQuery makes an empty Query.
func NewQuery() *Query {
	return &Query{grams: map[uint64]int{}, chars: map[rune]float64{}}
}

// AddGram adds a gram of the question; repeated ones count once.
func (q *Query) AddGram(key uint64, idf float64) {
	if _, ok := q.grams[key]; ok {
		return
	}
	q.grams[key] = len(q.idf)
	q.idf = append(q.idf, idf)
	q.total += idf
}

// AddChar adds a character of the question; repeated ones count once.
func (q *Query) AddChar(r rune, idf float64) {
	if _, ok := q.chars[r]; ok || text.ClassOf(r) == text.Other {
		return
	}
	q.chars[r] = idf
	q.sum += idf
}

// Matcher counts what of a Query stands in a text. It reuses its buffers and is for
// one goroutine.
type Matcher struct {
	q     *Query
	grams []text.Gram
	count []int
	seen  map[rune]bool
}

// NewMatcher makes a Matcher for q.
func NewMatcher(q *Query) *Matcher {
	return &Matcher{q: q, count: make([]int, len(q.idf)), seen: map[rune]bool{}}
}

// windowGrams is the length of the window that should hold the whole question.
const windowGrams = 30

// Match is what Matcher finds, each a share (0 to 1) of the question's weight.
type Match struct {
	Chars  float64 // characters found in title or text
	Title  float64 // grams found in the title
	Cover  float64 // grams found in title or text
	Window float64 // grams in the best window of 30 grams of the text
}

// Match compares folded title and text.
func (m *Matcher) Match(title, body []rune) Match {
	var out Match
	if m.q.total > 0 {
		clear(m.count)
		m.grams = text.Grams(title, m.grams[:0])
		inTitle := m.cover(m.grams)
		out.Title = inTitle / m.q.total
		m.grams = text.Grams(body, m.grams[:0])
		out.Cover = (inTitle + m.cover(m.grams)) / m.q.total
		out.Window = m.window() / m.q.total
	}
	if m.q.sum > 0 {
		clear(m.seen)
		out.Chars = (m.charsIn(title) + m.charsIn(body)) / m.q.sum
	}
	return out
}

// cover is the weight of the question's grams that come in grams and were not counted
// before.
func (m *Matcher) cover(grams []text.Gram) float64 {
	w := 0.0
	for _, g := range grams {
		if i, ok := m.q.grams[g.Key]; ok {
			if m.count[i] == 0 {
				w += m.q.idf[i]
			}
			m.count[i]++
		}
	}
	return w
}

func (m *Matcher) window() float64 {
	clear(m.count)
	best, cur := 0.0, 0.0
	for j, g := range m.grams {
		if i, ok := m.q.grams[g.Key]; ok {
			if m.count[i] == 0 {
				cur += m.q.idf[i]
			}
			m.count[i]++
		}
		if j >= windowGrams {
			if i, ok := m.q.grams[m.grams[j-windowGrams].Key]; ok {
				if m.count[i]--; m.count[i] == 0 {
					cur -= m.q.idf[i]
				}
			}
		}
		best = max(best, cur)
	}
	return best
}

func (m *Matcher) charsIn(runes []rune) float64 {
	w := 0.0
	for _, r := range runes {
		if idf, ok := m.q.chars[r]; ok && !m.seen[r] {
			m.seen[r] = true
			w += idf
		}
	}
	return w
}

// BestSentence gives the rune range of the sentence of body that covers most of the
// question, for asking what sort of answer it holds.
func (m *Matcher) BestSentence(body []rune) (start, end int) {
	best := -1.0
	for from := 0; from < len(body); {
		to := from
		for to < len(body) && !ends(body[to]) {
			to++
		}
		if to < len(body) {
			to++
		}
		clear(m.count)
		m.grams = text.Grams(body[from:to], m.grams[:0])
		if w := m.cover(m.grams); w > best {
			best, start, end = w, from, to
		}
		from = to
	}
	return start, end
}

func ends(r rune) bool {
	switch r {
	case '。', '!', '?', ';', '\n':
		return true
	}
	return false
}
