package prompts

import _ "embed"

// oneToken has a bit for each of the first 65,536 code points, lowest bit first: set
// if the character is one token in the vocabulary that Qwen's models share from Qwen
// to Qwen3 (151,643 byte pairs).
//
//go:embed data/onetoken.bin
var oneToken string

// Costs in hundredths of a token.
const (
	whole      = 100
	lower      = 25 // a lower-case letter inside a word
	upper      = 90 // an upper-case letter inside a word
	longLetter = 60 // a lower-case letter behind the eighth of a run: no word
	moreSpace  = 40 // white space after white space
	wordLength = 8
)

// Tokens is an upper estimate of how many tokens s is to a tokeniser like Qwen's:
// byte pairs over UTF-8, each digit alone. A character counts one if the vocabulary
// holds it, else its bytes, and no byte-pair tokeniser needs more; that most Chinese
// words of two characters are one token is not counted on. Letters of a word count by its
// length. More text never counts less: of
// valid UTF-8, Tokens(a+b) is at least Tokens(a) and Tokens(b).
func Tokens(s string) int {
	var c counter
	for _, r := range s {
		c.sum += c.cost(r)
	}
	return (c.sum + whole - 1) / whole
}

// counter is the sum so far and the run of letters or of white space it stands in.
type counter struct {
	sum, letters, spaces int
	glued                bool // the white space is one blank, part of a word after it
}

func (c *counter) cost(r rune) int {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return c.letter(r)
	case r == ' ' || r == '\n' || r == '\t' || r == '\r':
		return c.space(r)
	}
	c.letters, c.spaces, c.glued = 0, 0, false
	switch {
	case r < 0x80:
		return whole
	case r > 0xFFFF:
		return 4 * whole
	case oneToken[r>>3]>>(r&7)&1 == 1:
		return whole
	case r < 0x800:
		return 2 * whole
	}
	return 3 * whole
}

func (c *counter) letter(r rune) int {
	glued := c.glued
	c.letters++
	c.spaces, c.glued = 0, false
	switch {
	case c.letters == 1 && glued:
		return 0
	case c.letters == 1:
		return whole
	case r < 'a':
		return upper
	case c.letters > wordLength:
		return longLetter
	}
	return lower
}

func (c *counter) space(r rune) int {
	c.letters = 0
	c.spaces++
	c.glued = c.spaces == 1 && r == ' '
	if c.spaces == 1 {
		return whole
	}
	return moreSpace
}
