package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTitleRunes bounds how far an opening 《 protects the punctuation behind it: book
// titles hold 。！？ that end no sentence, but a 《 that is never closed must not
// swallow the rest of the document.
const maxTitleRunes = 40

// Sentences cuts s into sentences. A sentence ends after 。！？；!?; or …… (closing
// quotes and brackets stay with it), after an English full stop that is no decimal
// point, initial or abbreviation, and at a line break. Spans are trimmed of white
// space, never empty, in order, and do not overlap.
func Sentences(s string) []Span {
	var out []Span
	start := 0
	for i := 0; i < len(s); {
		r, n := decode(s, i)
		switch {
		case r == '《':
			if close := titleEnd(s[i:]); close > 0 {
				i += close
				continue
			}
			i += n
		case r == '\n':
			out = appendTrimmed(out, s, start, i)
			i += n
			start = i
		case endsSentence(s, i, r):
			from := i + n
			if i = closing(s, from); goesOn(s, from, i) {
				continue
			}
			out = appendTrimmed(out, s, start, i)
			start = i
		default:
			i += n
		}
	}
	return appendTrimmed(out, s, start, len(s))
}

// titleEnd is the length of the 《…》 that s starts with, 0 if it is not closed on
// the same line within maxTitleRunes.
func titleEnd(s string) int {
	count := 0
	for i, r := range s {
		switch {
		case r == '》':
			return i + len("》")
		case r == '\n' || count > maxTitleRunes:
			return 0
		}
		count++
	}
	return 0
}

// endsSentence reports whether the rune r at s[i:] closes a sentence.
func endsSentence(s string, i int, r rune) bool {
	switch r {
	case '。', '！', '？', '；', '!', '?', ';', '｡':
		return true
	case '…':
		return strings.HasPrefix(s[i:], "……") && !strings.HasPrefix(s[i+len("……"):], "…")
	case '.':
		return endsEnglish(s, i)
	}
	return false
}

// endsEnglish tells a full stop from the dot of 3.14, U.S., e.g. and of file names:
// a space or the end must follow, and the word before must be longer than an
// initial and no known abbreviation.
func endsEnglish(s string, i int) bool {
	next, _ := utf8.DecodeRuneInString(s[i+1:])
	if i+1 < len(s) && !unicode.IsSpace(next) && !isClosing(next) {
		return false
	}
	word := lastWord(s[:i])
	if utf8.RuneCountInString(word) <= 1 || strings.Contains(word, ".") {
		return i+1 == len(s) || next == '\n'
	}
	return !abbreviation(word)
}

// lastWord is what stands at the end of s behind white space, a bracket or Chinese.
func lastWord(s string) string {
	start := len(s)
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:start])
		if unicode.IsSpace(r) || r == '(' || r >= 0x2e80 {
			break
		}
		start -= n
	}
	return s[start:]
}

// abbreviation reports the English abbreviations that carry a dot inside a sentence.
func abbreviation(word string) bool {
	switch strings.ToLower(word) {
	case "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "inc", "ltd", "co", "corp", "vs", "etc", "no", "vol", "fig", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "approx", "dept", "est":
		return true
	}
	return false
}

// closing skips the closing marks and repeated enders that belong to the sentence
// that ended at i.
func closing(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isClosing(r) && !strings.ContainsRune("。！？；!?…", r) {
			break
		}
		i += n
	}
	return i
}

// goesOn reports whether a sentence that ended inside a quotation, s[from:i] being its
// closing marks, is only the first part of another: “……。”——他这样说过吗？
func goesOn(s string, from, i int) bool {
	return i > from && (strings.HasPrefix(s[i:], "——") || strings.HasPrefix(s[i:], "，"))
}

func isClosing(r rune) bool { return strings.ContainsRune("」』”’\"）)】》〉", r) }

func appendTrimmed(out []Span, s string, start, end int) []Span {
	for start < end {
		r, n := utf8.DecodeRuneInString(s[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		start += n
	}
	for start < end {
		r, n := utf8.DecodeLastRuneInString(s[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		end -= n
	}
	if start < end {
		out = append(out, Span{start, end})
	}
	return out
}
