package slot

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// places are the places of a sentence beside the attribute: 总部设在…, 在…出生.
func (s *Slot) places(sentence string) []Value {
	var out []Value
	runes := []rune(sentence)
	for _, c := range s.clauses(sentence) {
		clause := text.Fold(sentence[c.Start:c.End])
		at, ok := s.placeIn(clause)
		if !ok {
			continue
		}
		start := utf8.RuneCountInString(sentence[:c.Start]) + utf8.RuneCountInString(clause[:at.Start])
		place := clause[at.Start:at.End]
		out = append(out, Value{
			Text: string(runes[start : start+utf8.RuneCountInString(place)]), place: place, parts: slices.DeleteFunc(s.words.partsIn(clause), s.relative),
		})
	}
	return out
}

// placeIn finds the place in a folded clause that a name of the attribute stands beside.
func (s *Slot) placeIn(clause string) (text.Span, bool) {
	longest := slices.SortedStableFunc(slices.Values(s.heads), func(x, y string) int { return len(y) - len(x) })
	for _, h := range longest {
		i := strings.Index(clause, h)
		if h == "" || i < 0 {
			continue
		}
		end := i + len(h)
		from := end
		if strings.HasSuffix(h, "于") || strings.HasSuffix(h, "处") {
			from -= len("于") // which the pattern begins with
		}
		if m := s.words.rules["AFTER"].FindStringSubmatchIndex(clause[from:]); m != nil && s.isPlace(clause[from+m[2]:from+m[3]]) {
			return text.Span{Start: from + m[2], End: from + m[3]}, true
		}
		if m := s.words.rules["MOVEDTO"].FindStringSubmatchIndex(clause[end:]); m != nil {
			return text.Span{Start: end + m[2], End: end + m[3]}, true
		}
		if m := s.words.rules["BEFORE"].FindStringSubmatchIndex(clause[:i]); m != nil && s.isPlace(clause[m[2]:m[3]]) {
			return text.Span{Start: m[2], End: m[3]}, true
		}
	}
	return text.Span{}, false
}

// unitName is a place whose name ends in what it is.
var unitName = regexp.MustCompile(`([\x{4e00}-\x{9fff}]{2,6}?)(国|省|市|县|区|镇|村|路|街|州|岛|园|巷|道|弄|胡同|码头|广场|大厦|大楼|港|湾|站)`)

// isPlace reports whether a folded text names a place of a known level.
func (s *Slot) isPlace(w string) bool {
	for level, names := range s.levels(w) {
		if w != "" && (level != "city" || len(names) != 1 || names[0] != w || slices.Contains(s.words.lists["city"], w)) {
			return true
		}
	}
	return false
}

// longName is how many runes a place of no known level has at most.
const longName = 4

// levels lists the places of a folded text by level.
func (s *Slot) levels(w string) map[string][]string {
	out := map[string][]string{}
	rest := w
	for _, level := range []string{"country", "province", "city"} {
		for _, n := range s.words.lists[level] {
			if strings.Contains(w, n) {
				out[level] = append(out[level], n)
				rest = strings.Replace(rest, n, "", 1)
			}
		}
	}
	rest = strings.TrimLeft(rest, "省市")
	for _, m := range unitName.FindAllStringSubmatch(rest, -1) {
		level := map[string]string{
			"国": "country", "省": "province", "市": "city",
			"路": "street", "街": "street", "巷": "street", "道": "street", "弄": "street", "胡同": "street",
		}[m[2]]
		if level == "" {
			level = m[2]
		}
		out[level] = append(out[level], m[1])
	}
	if name := strings.TrimSuffix(w, "市"); len(out) == 0 && utf8.RuneCountInString(name) <= longName {
		out["city"] = []string{name}
	}
	return out
}

// samePlace reports places that are one, or of no common level.
func (s *Slot) samePlace(a, b string) bool {
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return true
	}
	x, y := s.levels(a), s.levels(b)
	for level, names := range x {
		if len(y[level]) > 0 && !slices.ContainsFunc(names, func(n string) bool { return slices.Contains(y[level], n) }) {
			return false
		}
	}
	return true
}
