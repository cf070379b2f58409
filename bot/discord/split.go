package discord

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Where a text may be cut, worst to best.
const (
	anywhere = iota
	atSpace
	atSentence
	atLine
	atParagraph
)

const fence = "```"

// atom is a piece of text that is not cut: a character with its marks, an escape, a
// citation, a link, a fence with its language.
type atom struct {
	text  string
	size  int // UTF-16 units
	after int // how good a cut behind it is
	fence bool
}

// split cuts a text into parts of at most limit UTF-16 units, between paragraphs if it
// can, else lines, sentences, words, characters. A block of code that has to be cut is
// closed and opened again. The first parts of a text that grew are those it had before.
func split(s string, limit int) []string {
	atoms := scan(s, max(limit/2, limit-40)) // a fence opened again takes the rest
	var parts []string
	opener := ""
	for len(atoms) > 0 {
		n, closing := take(atoms, limit-size16(opener), opener)
		length := 0 // of atoms that follow one another in s
		for _, a := range atoms[:n] {
			length += len(a.text)
		}
		part := opener + s[:length]
		s, atoms, opener = s[length:], atoms[n:], closing
		if opener == "" {
			part = strings.TrimRight(part, " \n")
			for len(atoms) > 0 && strings.Trim(atoms[0].text, " \n") == "" {
				s, atoms = s[len(atoms[0].text):], atoms[1:]
			}
		} else {
			part = strings.TrimRight(part, "\n") + "\n" + fence
		}
		if strings.TrimSpace(part) != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// take says how many atoms fill one part. opener is the fence the part begins inside of;
// next is the fence that has to be opened again behind the cut.
func take(atoms []atom, limit int, opener string) (n int, next string) {
	best := make([]cutting, atParagraph+1)
	size, inside := 0, opener
	for i, a := range atoms {
		opens := a.fence && inside == ""
		if block := blockSize(atoms[i:], limit); opens && i > 0 && size+block > limit && block <= limit {
			return i, "" // whole in the next part
		}
		switch {
		case opens:
			inside = a.text
		case a.fence:
			inside = ""
		}
		if size+a.size+closing(a, inside) > limit && i > 0 {
			return choose(best, limit)
		}
		size += a.size
		if opens {
			continue
		}
		for c := anywhere; c <= class(a, inside, atoms[i+1:]); c++ {
			best[c] = cutting{i + 1, size, inside}
		}
	}
	return len(atoms), ""
}

// blockSize is that of the block of code that atoms begin with, 0 if they do not. Beyond
// limit it is not counted on.
func blockSize(atoms []atom, limit int) int {
	if !atoms[0].fence {
		return 0
	}
	size := atoms[0].size
	for _, a := range atoms[1:] {
		size += a.size
		if a.fence || size > limit {
			break
		}
	}
	return size
}

// closing is what ending a part behind a costs.
func closing(a atom, inside string) int {
	switch {
	case inside == "":
		return 0
	case strings.HasSuffix(a.text, "\n"):
		return len(fence)
	}
	return len(fence) + 1
}

// class is how good a cut behind a is, given what it is inside of and what follows. Lines
// of code are worse than anything outside of it but a word.
func class(a atom, inside string, rest []atom) int {
	switch {
	case inside != "" && a.after >= atLine:
		return atSpace
	case inside != "":
		return anywhere
	case len(rest) > 0 && rest[0].fence:
		return max(a.after, atLine)
	}
	return a.after
}

// cutting is a place to cut: behind n atoms, inside of a fence or not.
type cutting struct {
	n, size int
	inside  string
}

// choose takes the best cut that leaves a part worth its own message.
func choose(best []cutting, limit int) (int, string) {
	for c := atParagraph; c > anywhere; c-- {
		if b := best[c]; b.n > 0 && b.size >= limit/4 {
			return b.n, b.inside
		}
	}
	return max(best[anywhere].n, 1), best[anywhere].inside
}

// scan cuts a text into atoms of at most largest units.
func scan(s string, largest int) []atom {
	atoms := make([]atom, 0, utf8.RuneCountInString(s))
	fences := strings.Count(s, fence)
	fences -= fences % 2 // one without a partner is text
	state := -1
	for s != "" {
		a := atom{}
		switch n := whole(s); {
		case fences > 0 && strings.HasPrefix(s, fence):
			a = atom{text: s[:fenceLength(s, fences%2 == 0)], fence: true}
			fences--
			state = -1
		case n > 0:
			marks, _, _, _ := uniseg.FirstGraphemeClusterInString(s[n-1:], -1)
			a.text = s[:n-1+len(marks)]
			state = -1
		case single(s) > 0:
			a.text, state = s[:single(s)], -1
		default:
			a.text, _, _, state = uniseg.FirstGraphemeClusterInString(s, state)
		}
		s = s[len(a.text):]
		a.size = size16(a.text)
		if a.size <= largest {
			atoms = append(atoms, a)
		} else {
			atoms = append(atoms, pieces(a, largest)...)
		}
		grade(atoms, s)
	}
	return atoms
}

// single is the length of the first rune of s if it and the next one are letters and signs
// that no others join, 0 if that takes a closer look.
func single(s string) int {
	lone := func(r rune) bool {
		return r >= ' ' && r < 0x7F || r >= 0x4E00 && r < 0xA000 || r >= 0x3000 && r < 0x302A
	}
	first, n := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[n:])
	if lone(first) && (n == len(s) || lone(next)) {
		return n
	}
	return 0
}

// pieces cuts an atom that no message could hold.
func pieces(a atom, largest int) []atom {
	var out []atom
	for s := a.text; s != ""; {
		n := 0
		for n < len(s) && n < largest/2 {
			_, w := utf8.DecodeRuneInString(s[n:])
			n += w
		}
		out = append(out, atom{text: s[:n], size: size16(s[:n])})
		s = s[n:]
	}
	return out
}

// whole is the length of an escape, a citation or a link at the start of s.
func whole(s string) int {
	switch {
	case len(s) > 1 && s[0] == '\\' && s[1] < utf8.RuneSelf && s[1] > ' ':
		return 2
	case s[0] != '[':
		return 0
	}
	end := labelEnd(s)
	if end == 0 {
		return 0
	}
	if strings.HasPrefix(s[end:], "(") {
		target, _, found := strings.Cut(s[end:min(len(s), end+2*maxURL)], ")")
		if found && !strings.ContainsAny(target, "\n ") {
			return end + len(target) + 1
		}
	}
	for i := 1; i < end-1; i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
	}
	for strings.HasPrefix(s[end:], "[") { // [1][2] is one
		more := labelEnd(s[end:])
		if more < 3 || more > 5 || strings.Trim(s[end+1:end+more-1], "0123456789") != "" || strings.HasPrefix(s[end+more:], "(") {
			break
		}
		end += more
	}
	return end
}

// labelEnd is the length of "[…]" at the start of s, of one line.
func labelEnd(s string) int {
	const longest = 600
	for i := 1; i < min(len(s), longest); i++ {
		switch s[i] {
		case '\\':
			i++
		case '\n', '[':
			return 0
		case ']':
			if i == 1 {
				return 0
			}
			return i + 1
		}
	}
	return 0
}

// fenceLength is that of the fence at the start of s, with its language if it opens.
func fenceLength(s string, opens bool) int {
	if !opens {
		return len(fence)
	}
	line, _, found := strings.Cut(s[len(fence):], "\n")
	if !found || len(line) > 20 || strings.ContainsAny(line, "` ") {
		return len(fence)
	}
	return len(fence) + len(line) + 1
}

// grade says how good a cut behind the last atom is, before rest.
func grade(atoms []atom, rest string) {
	a := &atoms[len(atoms)-1]
	switch last, _ := utf8.DecodeLastRuneInString(a.text); {
	case strings.HasSuffix(a.text, "\n") && (strings.HasPrefix(rest, "\n") || len(atoms) > 1 && strings.HasSuffix(atoms[len(atoms)-2].text, "\n")):
		a.after = atParagraph
	case strings.HasSuffix(a.text, "\n") || strings.HasPrefix(rest, "\n"):
		a.after = atLine
	case strings.ContainsRune("。！？…；", last) && !strings.HasPrefix(rest, "”") && !strings.HasPrefix(rest, "」") && !strings.HasPrefix(rest, "["):
		a.after = atSentence
	case strings.ContainsRune("”」』", last) && len(atoms) > 1 && strings.ContainsAny(atoms[len(atoms)-2].text, "。！？"):
		a.after = atSentence
	case last == ']' && len(a.text) > 1 && len(atoms) > 1 && !strings.HasPrefix(rest, "[") && strings.HasSuffix(atoms[len(atoms)-2].text, "。"):
		a.after = atSentence
	case strings.ContainsRune(".!?", last) && strings.HasPrefix(rest, " "):
		a.after = atSentence
	case a.text == " " || a.text == "　":
		a.after = atSpace
	case strings.HasPrefix(rest, "["):
		a.after = anywhere
	}
}

// size16 counts UTF-16 units, in which Discord's clients count.
func size16(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// cut shortens a text to limit UTF-16 units, without cutting an atom.
func cut(s string, limit int) string {
	if size16(s) <= limit {
		return s
	}
	var b strings.Builder
	size := 1 // of the ellipsis
	for _, a := range scan(s, limit) {
		if size+a.size > limit {
			break
		}
		size += a.size
		b.WriteString(a.text)
	}
	return strings.TrimRight(b.String(), " \n") + "…"
}
