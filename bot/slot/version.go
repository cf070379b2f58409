package slot

import (
	"cmp"
	"fmt"
	"slices"

	"ask/retrieve/text"
	"ask/retrieve/when"
)

// ofVersion dates a statement of a version by its own sentence, if that names a day, and
// reports whether there was such a version at the time asked about.
func (r *reading) ofVersion(st *Statement) bool {
	published, _ := when.Parse(st.Passage.Document.Date.Value)
	folded, dated := text.Fold(st.sentence()), false
	for _, m := range when.Find(folded, published) {
		if m.Void == "" && !m.Relative { // 4.1 is no first of April
			st.When, dated = m.From.String(), true
			break
		}
	}
	if !dated && !r.words.rules["NOWADAYS"].MatchString(folded) {
		return false // of some time that it does not tell
	}
	until := r.today
	if len(r.years) > 0 {
		until = min(until, fmt.Sprintf("%04d-12-31", slices.Max(r.years)))
	}
	return st.When <= until
}

// Lists reports a slot whose values stand in lists of what was when, so that a list written
// later tells of an earlier time too.
func (s *Slot) Lists() bool { return s.asking != nil && s.asking.name == "version" }

// newestOf is the newest of a passage's statements on versions: it lists those before too.
func newestOf(all []Statement) []Statement {
	if len(all) == 0 {
		return nil
	}
	return []Statement{slices.MaxFunc(all, func(x, y Statement) int { return cmp.Compare(x.When, y.When) })}
}
