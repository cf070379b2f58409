package state

import (
	"strings"

	"ask/retrieve/text"
)

// fitWords tell which post goes with which kind of organisation.
type fitWords struct {
	posts []string   // how the post ends, the longest first
	ends  [][]string // one of these is in the name
}

func readFits() (fitWords, error) {
	var f fitWords
	rows, err := lines("fits.txt")
	for _, row := range rows {
		at := 0
		for at < len(f.posts) && len(f.posts[at]) >= len(row[0]) {
			at++
		}
		f.posts = append(f.posts[:at], append([]string{row[0]}, f.posts[at:]...)...)
		f.ends = append(f.ends[:at], append([][]string{row[1:]}, f.ends[at:]...)...)
	}
	return f, err
}

// of gives the words of the organisations that role goes with, nil for any.
func (f *fitWords) of(role string) []string {
	role = text.Fold(role)
	for i, post := range f.posts {
		if strings.HasSuffix(role, post) {
			return f.ends[i]
		}
	}
	return nil
}

// fits reports whether an organisation may have such a post.
func (f *fitWords) fits(role, of string) bool {
	ends := f.of(role)
	if ends == nil || of == "" {
		return true
	}
	of = text.Fold(of)
	for _, end := range ends {
		if strings.HasSuffix(of, end) || strings.Contains(of, end) && !f.governs(role) {
			return true
		}
	}
	return false
}

// governs reports a post whose name begins with the place it is of: 县长, 镇党委书记.
func (f *fitWords) governs(role string) bool {
	ends := f.of(role)
	return len(ends) == 1 && strings.HasPrefix(text.Fold(role), ends[0])
}

// fitting is the one organisation near the sentence, by the title or by the signature, that
// a post such as 局长 goes with: of the nearest stretch that names any. It is "" if that
// names several.
func (s *sentence) fitting(role string) string {
	ends := s.x.fits.of(role)
	if ends == nil {
		return ""
	}
	const back, top = 3, 4
	last := len(s.sentences) - 1
	for _, stretch := range [][2]int{
		{s.number, s.number}, {max(0, s.number-back), s.number - 1}, {0, min(top, last)}, {max(0, last-2), last},
	} {
		if found, several := s.fittingIn(stretch, ends); found != "" || several {
			return found
		}
	}
	return ""
}

// fittingIn is the one organisation of a stretch of sentences that ends so, and whether
// there are several.
func (s *sentence) fittingIn(stretch [2]int, ends []string) (string, bool) {
	found := ""
	for n := stretch[0]; n <= stretch[1]; n++ {
		l := s.reader.line(n)
		for i := range l.toks {
			name := l.endingSo(i, ends)
			switch {
			case name == "" || strings.HasSuffix(found, name):
			case found == "" || strings.HasSuffix(name, found):
				found = name
			default:
				return "", true
			}
		}
	}
	return found, false
}

// endingSo is the name that ends with piece i, if that is an organisation or place of one
// of the ends and more than ordinary words stand before.
func (l *line) endingSo(i int, ends []string) string {
	t := l.at(i)
	if !t.is(organ|place) || l.at(i+1).start == t.end && l.at(i+1).is(organ|place|generic) && !l.isBody(i+1) {
		return ""
	}
	w := text.Fold(l.text(t))
	fits := false
	for _, end := range ends {
		fits = fits || strings.HasSuffix(w, end)
	}
	if !fits {
		return ""
	}
	k := i
	for k > 0 && l.isThing(k-1) && l.at(k-1).end == l.at(k).start && !l.at(k-1).is(bracket|number) {
		k--
	}
	if k == i || !l.named(k, i+1) {
		return ""
	}
	return l.str(l.at(k).start, t.end)
}
