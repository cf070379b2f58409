package prompts

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// cut is the beginning of s up to the last end of a sentence that fits room tokens
// together with the ellipsis behind it, empty if none does; anywhere then cuts between
// characters.
func cut(s string, room int, anywhere bool) string {
	if head := longest(s, sentenceEnds(s), room); head != "" || !anywhere {
		return head
	}
	var ends []int
	for i := range s {
		ends = append(ends, i)
	}
	return longest(s, ends, room)
}

// longest is s up to the last of ends that fits, found by halving since more text never
// counts less.
func longest(s string, ends []int, room int) string {
	room -= Tokens(ellipsis)
	n := sort.Search(len(ends), func(i int) bool { return Tokens(s[:ends[i]]) > room })
	if n == 0 || ends[n-1] == 0 {
		return ""
	}
	return strings.TrimRight(s[:ends[n-1]], " \n") + ellipsis
}

// sentenceEnds are the offsets behind sentences, with their closing quotes, and at line
// ends. An English full stop counts in front of white space only.
func sentenceEnds(s string) []int {
	var out []int
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch r {
		case '。', '！', '？', '；', '…':
		case '.', '!', '?':
			if i < len(s) && s[i] != ' ' && s[i] != '\n' {
				continue
			}
		case '\n':
		default:
			continue
		}
		for i < len(s) {
			r, n := utf8.DecodeRuneInString(s[i:])
			if !strings.ContainsRune("”’」』）)。！？…", r) {
				break
			}
			i += n
		}
		out = append(out, i)
	}
	return out
}
