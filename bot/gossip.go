package bot

import (
	"slices"

	"ask/retrieve"
	"ask/retrieve/document"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// gossip reports a passage by the nature of its source one that anybody may have written:
// a post, or a thread of them.
func (e *Extractive) gossip(h retrieve.Hit) bool {
	return h.Document.Kind == document.Social || e.says("THREAD", h.Text) || e.says("UNNAMED", h.Document.Title)
}

// doubt calls a rumour what the answer quotes of posts, whatever words they use, if the
// question has one answer or wants to know whether something is so; and where it is
// denied, what somebody unnamed told.
func (e *Extractive) doubt(a *Answer, d *evidence, denied bool) {
	single := []question.Type{question.Who, question.When, question.Where, question.Num, question.Name}
	whether := e.patterns.is("whether", d.result.Question.Raw)
	for i := range a.Citations {
		c := &a.Citations[i]
		if c.Claim != "stated" && c.Claim != "reported" {
			continue
		}
		post := (whether || slices.Contains(single, d.result.Question.Type)) && slices.ContainsFunc(d.result.Hits, func(h retrieve.Hit) bool {
			return h.Document.ID == c.Document && h.Start <= c.Start && c.End <= h.Start+len(h.Text) && e.gossip(h)
		})
		if post || whether && denied && e.says("TOLD", c.Quote) && !e.against(c.Quote) && !e.says("SIGNED", c.Quote) {
			c.Claim = "rumour"
		}
	}
}

// says reports whether a rule of the words for disputes matches.
func (e *Extractive) says(rule, s string) bool {
	words, err := e.disputes()
	return err == nil && words.rules[rule].MatchString(text.Fold(s))
}

// against reports a sentence that says that something is not so, or does not come.
func (e *Extractive) against(s string) bool {
	return e.patterns.is("against", s) || e.says("AGAINST", s)
}
