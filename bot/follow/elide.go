package follow

import "slices"

// elided gives the edit that puts the subject in front of a question without one.
func (r *Rewriter) elided(m *memory, l *line) (edit, bool) {
	if !l.chinese || !m.prev.chinese && len(m.ents) == 0 || !r.subjectless(l, m.prev.weak()) {
		return edit{}, false
	}
	name := m.subject(l)
	if name == "" {
		return edit{}, false
	}
	at := 0
	for _, t := range l.toks {
		if w := l.foldedText(t); !(w == "那" || w == "那么" || w == "请问" || w == "所以" || w == "但是" || t.class == "punct") {
			at = t.start
			break
		}
	}
	return edit{at, at, name}, true
}

// maxElliptic is the longest question that may lack a subject, in tokens.
const maxElliptic = 10

// subjectless reports whether a question names nothing it could be about; weak is the
// ordinary word that the last question was about, if any.
func (r *Rewriter) subjectless(l *line, weak string) bool {
	toks := l.content()
	words, signs := 0, 0
	for i, t := range toks {
		switch {
		case t.is("entity"):
			if t.sort != Place || i == 0 || l.hint() != Person {
				return false
			}
		case t.is("word") && t.end-t.start >= 2, t.is("noun."):
			if i+1 < len(toks) && l.foldedText(toks[i+1]) == "的" && i <= 1 && signs == 0 {
				return false
			}
			if words == 0 && signs == 0 && (t.end-t.start >= 3 && !slices.Contains(r.lex.forms["attr.end"], string(l.folded[t.end-1])) || l.text(t) == weak) {
				return false
			}
			words++
		case t.is("ask.", "verb", "verb.", "attr", "attr.", "time.rel"):
			signs++
		}
	}
	if len(toks) > maxElliptic || words > 1 || signs == 0 {
		return false
	}
	end := l.foldedText(toks[len(toks)-1])
	return l.has("ask.", "attr", "attr.") || end == "呢" || end == "没" || end == "没有"
}
