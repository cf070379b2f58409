// Package text holds what every reader of Chinese and mixed text here agrees on:
// how characters are folded for matching, where sentences end, which pairs of
// characters stand next to each other, and which words are ordinary.
//
// Nothing in it changes stored text: folding keeps one rune for one rune, and
// sentences are byte ranges, so s[span.Start:span.End] is always verbatim.
//
//	for _, sp := range text.Sentences(s) {
//		fmt.Println(s[sp.Start:sp.End])
//	}
package text

// Span is the half-open byte range [Start, End) of some text.
type Span struct{ Start, End int }

// Len is the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }
