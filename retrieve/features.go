package retrieve

import (
	"strings"

	"ask/retrieve/rank"
	"ask/retrieve/text"
)

// features compares the question with one candidate.
func (s *search) features(c *candidate) (rank.Features, error) {
	d, p, quote, err := s.ix.read(c.passage)
	if err != nil {
		return nil, err
	}
	title := []rune(text.Fold(titleOf(d.Title, p.Heading)))
	body := []rune(text.Fold(quote))
	c.doc, c.body = d, body
	m := s.matcher.Match(title, body)
	f := rank.Features{
		rank.Lexical: c.lexical, rank.Chars: m.Chars, rank.Title: m.Title, rank.Window: m.Window,
		rank.Dense: share(s.near[c.passage], s.nearBest),
	}
	start, end := s.matcher.BestSentence(body)
	if shows, _ := s.ix.reader.Shows(s.question, string(body[start:end])); shows {
		f[rank.Shows] = 1
	}
	f[rank.Quoted] = held(s.quotes, string(body))
	return f, nil
}

// held is the share of quotes that a text holds word for word.
func held(quotes []string, body string) float64 {
	n := 0
	for _, q := range quotes {
		if strings.Contains(body, q) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(quotes)))
}

// share is v as a share of the best, 0 if there is none.
func share(v, best float32) float64 {
	if best <= 0 {
		return 0
	}
	return float64(v / best)
}
