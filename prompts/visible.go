package prompts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks a character keeps.
const maxMarks = 4

// visible drops what a reader does not see and a model does: controls, format, tag and
// bidirectional characters, variation selectors, blank letters, broken bytes, and piled
// up combining marks. All line ends become "\n".
func visible(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r >= ' ' && r < 0x7f, r >= 0x4E00 && r <= 0x9FFF:
			marks = 0
			return r
		case unseen(r):
			return -1
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > maxMarks {
				return -1
			}
			return r
		}
		marks = 0
		if isLineEnd(r) {
			return '\n'
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}

func isLineEnd(r rune) bool {
	return r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029
}

func unseen(r rune) bool {
	switch {
	case r == '\n' || r == '\t' || isLineEnd(r):
		return false
	case r < 0x20, r >= 0x7f && r < 0xA0, r == utf8.RuneError:
		return true
	case r < 0x300:
		return r == 0xAD
	case r >= 0x3000 && r <= 0x3163, r >= 0xFF01 && r <= 0xFF9F:
		return false
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE0FFF, r&0xFFFE == 0xFFFE:
		return true
	case r >= 0xFDD0 && r <= 0xFDEF, r >= 0xFFF0 && r <= 0xFFFB:
		return true
	}
	return blank(r) || unicode.Is(unicode.Cf, r)
}

// blank reports letters and marks that show nothing.
func blank(r rune) bool {
	switch r {
	case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x034F, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F:
		return true
	}
	return false
}
