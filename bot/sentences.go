package bot

// Sentence is one sentence of an answer with the citations it carries.
type Sentence struct {
	Words string // without its marks
	Cites []int  // numbers of citations, in order of mention
}

// Sentences cuts an answer's text into its sentences.
func (a *Answer) Sentences() []Sentence {
	if !a.Answered {
		return nil
	}
	c := newCutter(newMarker())
	c.add(a.Text)
	var out []Sentence
	for d, ok := c.next(true, true); ok; d, ok = c.next(true, true) {
		out = append(out, Sentence{d.words, d.cited})
	}
	return out
}
