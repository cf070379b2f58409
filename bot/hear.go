package bot

import (
	"slices"

	"ask/bot/extract"
	"ask/retrieve/text"
)

// Further documents are heard on their own: sources that disagree with the best one
// would never come up next to it. A voice must be sure by itself.
const (
	voiceHits  = 6   // hits looked through for further documents
	maxVoices  = 2   // sentences added
	voiceProb  = 0.5 // that the document alone answers
	vacantProb = 0.2 // the same where nobody is known to hold the post that is asked for
	voicePoint = 0.3 // that the sentence holds the answer
)

// hear asks documents that are not quoted yet, each by itself, and
// keeps the best sentence of those that answer.
func (e *Extractive) hear(d *evidence, quoted map[string]bool) {
	for i, h := range d.hits[:min(voiceHits, len(d.hits))] {
		if len(d.voices) == maxVoices || quoted[h.Document.ID] {
			continue
		}
		quoted[h.Document.ID] = true
		p := d.passagesOf(d.hits[i:i+1], 1)[0]
		sentences, prob := e.judge(d, []extract.Passage{p})
		if prob < max(d.voiceBar(), d.threshold) {
			continue
		}
		best := e.voice(d, p, sentences)
		if best.Prob < voicePoint {
			continue
		}
		best.Passage = len(d.passages)
		d.passages = append(d.passages, p)
		d.sources = append(d.sources, source{h.Document, h.Start, h.Text})
		d.voices = append(d.voices, best)
	}
}

// voiceBar is how sure a further document must be.
func (d *evidence) voiceBar() float64 {
	if d.story != nil && d.story.account.Vacant {
		return vacantProb
	}
	return voiceProb
}

// voice is the sentence of a passage that speaks for it: the one that answers best, if it
// names what the question asks for; else the best of those that do and come near it.
func (e *Extractive) voice(d *evidence, p extract.Passage, sentences []extract.Sentence) extract.Sentence {
	names := func(s extract.Sentence) bool {
		shows, asked := e.reader.Shows(d.result.Question, text.Fold(p.Text[s.Start:s.End]))
		return shows || !asked
	}
	best, named := sentences[0], -1
	for i, s := range sentences {
		if s.Prob > best.Prob {
			best = s
		}
		if names(s) && (named < 0 || s.Prob > sentences[named].Prob) {
			named = i
		}
	}
	if named >= 0 && sentences[named].Prob >= nearVoice*best.Prob {
		return sentences[named]
	}
	return best
}

// nearVoice is the share of the best sentence's probability that a sentence with a name
// must have to speak in its place.
const nearVoice = 0.5

// judge scores the sentences of passages. A sentence that would be quoted but speaks to
// a machine is taken out and the rest judged again: it is never a quote, and only what
// might be one is looked at, for the patterns are slow.
func (e *Extractive) judge(d *evidence, passages []extract.Passage) ([]extract.Sentence, float64) {
	for {
		sentences, prob := e.chooser.Judge(d.result.Question, d.terms, len(d.absent), passages)
		clean := true
		for _, s := range e.chooser.Pick(sentences) {
			p := &passages[s.Passage]
			if e.speaks(p.Text, s.Span) {
				p.Skip = append(p.Skip, s.Span)
				clean = false
			}
		}
		if clean {
			return sentences, prob
		}
	}
}

// speaks reports whether a sentence of a passage speaks to a machine, where it stands.
func (e *Extractive) speaks(passage string, sentence text.Span) bool {
	return slices.ContainsFunc(e.machine.Spans(passage), func(sp text.Span) bool {
		return sp.Start < sentence.End && sentence.Start < sp.End
	})
}
