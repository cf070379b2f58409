package postname

import (
	"cmp"
	_ "embed" // the word lists
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

//go:embed data/names.txt
var data string

// Rules are the word lists. They are immutable and safe for concurrent use.
type Rules struct {
	tails  []string // the longest first
	ends   []string // tails and words for organisations, the longest first
	places map[string]bool
	same   map[string]string
	inside []string        // left out before the end of a name
	units  map[string]bool // left out behind the name of a place
}

// New makes Rules from the data file in the program.
func New() (*Rules, error) {
	r := &Rules{places: map[string]bool{}, same: map[string]string{}, units: map[string]bool{}}
	section := ""
	for line := range strings.Lines(data) {
		words := fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if strings.HasPrefix(words[0], "[") {
			section = words[0]
			continue
		}
		switch section {
		case "[tail]":
			r.tails = append(r.tails, words...)
		case "[organ]":
			r.ends = append(r.ends, words...)
		case "[place]":
			for _, w := range words {
				r.places[w] = true
			}
		case "[inside]":
			r.inside = append(r.inside, words...)
		case "[unit]":
			for _, w := range words {
				r.units[w] = true
			}
		case "[same]":
			for _, w := range words {
				r.same[w] = words[0]
			}
		default:
			return nil, fmt.Errorf("read names: %q is in no section", strings.TrimSpace(line))
		}
	}
	r.ends = append(r.ends, r.tails...)
	longest := func(a, b string) int { return cmp.Compare(len(b), len(a)) }
	slices.SortFunc(r.tails, longest)
	slices.SortFunc(r.ends, longest)
	return r, nil
}

// fields are the words of a line; a backslash before a space keeps it.
func fields(line string) []string {
	words := strings.Fields(strings.ReplaceAll(line, "\\ ", "\x00"))
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], "\x00", " ")
	}
	return words
}

// Core is the folded name without what a name may have behind it, and for known short
// names the full one. Names that may mean one thing have one core, or the core of one is
// among the Inner of the other.
func (r *Rules) Core(name string) string {
	core, _ := r.split(name)
	return core
}

// split cuts a name into its core and what stands behind.
func (r *Rules) split(name string) (core, tail string) {
	core = strip(name, r.tails)
	tail = name[len(core):]
	core, _ = r.plain(core)
	if full, ok := r.same[core]; ok {
		core = full
	}
	return core, strings.TrimSpace(tail)
}

// plain leaves out what people leave out inside a name, and gives what kind of place it was
// that went: 云岬市藤编行业协会 is 云岬藤编协会 and 市.
func (r *Rules) plain(name string) (short, unit string) {
	for _, w := range r.inside {
		before, after, ok := strings.Cut(name, w)
		if ok && utf8.RuneCountInString(before) > 1 && slices.ContainsFunc(r.ends, func(end string) bool { return after == end }) {
			name = before + after
		}
	}
	runes := []rune(name)
	for i := 2; i < min(4, len(runes)-2); i++ {
		if w := string(runes[i]); r.units[w] && !text.Common(string(runes[i-1:i+1])) && !text.Common(string(runes[i:i+2])) {
			return string(runes[:i]) + string(runes[i+1:]), w
		}
	}
	return name, ""
}

// apart tells whether two names differ in the kind of place they are of: 云岬市教育局 is not
// 云岬县教育局.
func (r *Rules) apart(a, b string) bool {
	_, ua := r.plain(strip(a, r.tails))
	_, ub := r.plain(strip(b, r.tails))
	return ua != ub && ua != "" && ub != ""
}

// strip takes words off the end of name as long as two runes are left.
func strip(name string, words []string) string {
	for {
		i := slices.IndexFunc(words, func(w string) bool {
			rest, ok := cutEnd(name, w)
			return ok && utf8.RuneCountInString(rest) > 1
		})
		if i < 0 {
			return name
		}
		name, _ = cutEnd(name, words[i])
	}
}

// cutEnd takes word off the end of name; a Latin word only where one begins.
func cutEnd(name, word string) (string, bool) {
	rest, ok := strings.CutSuffix(name, word)
	if !ok || joined(rest, word) {
		return name, false
	}
	return strings.TrimRight(rest, " ,"), true
}

// joined reports whether the seam between a and b is inside a Latin word or a number.
func joined(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	return latin(last) && latin(first)
}

func latin(r rune) bool { return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' }

// Inner lists what the core of name may be called without its owner: 千问 for 阿里千问.
func (r *Rules) Inner(name string) []string {
	core := r.Core(name)
	var out []string
	for i := range core {
		owner, rest := core[:i], core[i:]
		if joined(owner, rest) || !r.owner(owner) || !r.named(rest) {
			continue
		}
		if full, ok := r.same[rest]; ok {
			rest = full
		}
		out = append(out, rest)
	}
	return out
}

// owner reports whether s may stand in front of a thing of its own.
func (r *Rules) owner(s string) bool {
	s = strings.TrimSpace(s)
	return utf8.RuneCountInString(s) > 1 && !text.Common(s) && !r.places[s]
}

// named reports whether s tells of itself what it is: 千问 does, 交通大学 and 团队 do not.
func (r *Rules) named(s string) bool {
	if strings.HasPrefix(s, " ") || slices.Contains(r.ends, s) {
		return false
	}
	s = strip(s, r.ends)
	return utf8.RuneCountInString(s) > 1 && !text.Common(s) && !r.places[s] && !slices.Contains(r.ends, s)
}

// Near reports whether the names a and b, folded and without brackets, may mean one
// thing.
func (r *Rules) Near(a, b string) bool {
	if a == b {
		return true
	}
	ca, ta := r.split(a)
	cb, tb := r.split(b)
	if !strings.HasPrefix(ta, tb) && !strings.HasPrefix(tb, ta) || r.apart(a, b) {
		return false
	}
	return ca == cb || slices.Contains(r.Inner(ca), cb) || slices.Contains(r.Inner(cb), ca)
}

// Alias splits a folded name that has another one in brackets, in the other script:
// 千问(qwen) gives 千问 and qwen. Without one other is "".
func Alias(name string) (base, other string) {
	before, rest, ok := strings.Cut(name, "(")
	inside, after, closed := strings.Cut(rest, ")")
	if !ok || !closed || strings.ContainsAny(after, "()") {
		return name, ""
	}
	base, inside = strings.TrimSpace(before+after), strings.TrimSpace(inside)
	const shortest, longest = 2, 24
	if len(inside) < shortest || len(inside) > longest || base == "" {
		return base, ""
	}
	switch hasHan := strings.ContainsFunc(base, isHan); {
	case hasHan && !strings.ContainsFunc(inside, notLatinName) && inside[0] >= 'a':
		return base, inside
	case !hasHan && !strings.ContainsFunc(inside, func(r rune) bool { return !isHan(r) }):
		return base, inside
	}
	return base, ""
}

func isHan(r rune) bool { return text.ClassOf(r) == text.Han }

func notLatinName(r rune) bool { return !latin(r) && !strings.ContainsRune(" .-", r) }
