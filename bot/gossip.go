package bot

import (
	"slices"

	"ask/retrieve"
	"ask/retrieve/document"
	"ask/retrieve/question"
)

// gossip reports a passage by the nature of its source one that anybody may have written:
// a post, or a thread of them.
func (e *Extractive) gossip(h retrieve.Hit) bool {
	return h.Document.Kind == document.Social || e.patterns.from("thread", h.Text) || e.patterns.from("unnamed", h.Document.Title)
}

// doubt calls a rumour what the answer quotes of posts, whatever words they use, if the
// question has one answer or wants to know whether something is so; and where it is
// denied, what somebody unnamed told.
func (e *Extractive) doubt(a *Answer, d *evidence, denied bool) {
	single := []question.Type{question.Who, question.When, question.Where, question.Num, question.Name}
	whether := e.whether(d.result.Question)
	for i := range a.Citations {
		c := &a.Citations[i]
		if c.Claim != "stated" && c.Claim != "reported" {
			continue
		}
		post := (whether || slices.Contains(single, d.result.Question.Type)) && slices.ContainsFunc(d.result.Hits, func(h retrieve.Hit) bool {
			return h.Document.ID == c.Document && h.Start <= c.Start && c.End <= h.Start+len(h.Text) && e.gossip(h)
		})
		if post || whether && denied && e.patterns.from("told", c.Quote) && !e.patterns.is("against", c.Quote) && !e.patterns.from("signed", c.Quote) {
			c.Claim = "rumour"
		}
	}
}
