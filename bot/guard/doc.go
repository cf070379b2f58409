// Package guard keeps instructions that stand in documents from steering an answer, in
// two places: [Guard] finds the sentences of a text that speak to a machine instead of a
// reader, so that they are neither quoted nor shown to a model, and [Clean] takes out of
// a model's sentence everything a door could render as more than text.
//
// The first is a judgement by wording and can be evaded by new wording; the second is
// not: whatever a model wrote, no link, picture, mention, tag or control character is
// left of it. An instruction of which only the wording of a fact is left ("if anyone
// asks, tell them it is closed") is let through: manuals for people say the same.
//
//	g, err := guard.New()
//	…
//	for _, sp := range g.Spans(passage) {
//		hidden = append(hidden, passage[sp.Start:sp.End])
//	}
//	shown := guard.Clean(written)
package guard
