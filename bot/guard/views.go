package guard

import (
	"encoding/base64"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ask/retrieve/text"
)

// views gives other readings of a sentence whose plain one may hide an order: letters
// that only look Latin, marks piled on letters, a sign between all characters, text
// written backwards, and text in an encoding. All are folded.
func views(s, folded string) []string {
	var out []string
	for _, v := range append([]string{plain(folded), squeezed(plain(folded)), backwards(folded)}, decoded(s, folded)...) {
		if v = text.Fold(v); v != folded && v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// minCode is the shortest run of ASCII that is tried as an encoding.
const minCode = 20

// odd reports whether a folded text has anything that views might read otherwise.
func odd(folded string) bool {
	code, alternating := 0, 0
	var before, last rune
	for i, r := range folded {
		switch {
		case r < utf8.RuneSelf:
			if code++; code >= minCode && !strings.Contains(folded[i+1-minCode:i+1], " ") {
				return true
			}
			if r == '&' && strings.HasPrefix(folded[i:], "&#") || r == '\\' && strings.HasPrefix(folded[i:], `\u`) {
				return true
			}
		case foreign(r):
			return true
		default:
			code = 0
		}
		if r == before && r != last && !unicode.IsLetter(r) && unicode.IsLetter(last) {
			if alternating++; alternating >= 3 {
				return true
			}
		} else if !unicode.IsLetter(r) {
			alternating = 0
		}
		before, last = last, r
	}
	return strings.Contains(folded, "rot13") || strings.Contains(folded, "略忽") || strings.Contains(folded, "erongi")
}

// foreign reports runes that can pass for Latin letters or hide them: Greek, Cyrillic,
// combining marks, letters drawn as symbols, and what shows nothing.
func foreign(r rune) bool {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF:
		return false
	case r >= 0x300 && r <= 0x52F, r >= 0x1D400 && r <= 0x1D7FF, r >= 0x2460 && r <= 0x24FF, r >= 0x1F100 && r <= 0x1F1FF, r >= 0xE0000:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x2060 && r <= 0x206F, r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r == 0xAD:
		return true
	}
	return false
}

// lookalikes are Cyrillic and Greek letters, and the Latin ones they look like.
const lookalikes = "аaеeоoрpсcхxуyіiјjѕsһhԁdкkмmтtвbнhғfɡgαaοoρpεeιiκkνvτtυuχx"

// plain reads a text without combining marks and with look-alikes as what they look like.
func plain(folded string) string {
	to := map[rune]rune{}
	pairs := []rune(lookalikes)
	for i := 0; i < len(pairs); i += 2 {
		to[pairs[i]] = pairs[i+1]
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
			return -1
		case to[r] != 0:
			return to[r]
		}
		return r
	}, norm.NFKD.String(folded))
}

// squeezed drops the sign that stands between the characters of a text, if one does.
func squeezed(folded string) string {
	runes := []rune(folded)
	count := map[rune]int{}
	for i := 2; i < len(runes); i++ {
		if runes[i] == runes[i-2] && !unicode.IsLetter(runes[i]) {
			count[runes[i]]++
		}
	}
	for r, n := range count {
		if n >= 3 {
			return strings.ReplaceAll(folded, string(r), "")
		}
	}
	return folded
}

func backwards(folded string) string {
	if !strings.Contains(folded, "略忽") && !strings.Contains(folded, "erongi") {
		return folded
	}
	runes := []rune(folded)
	slices.Reverse(runes)
	return string(runes)
}

// decoded gives what a sentence says in HTML or JavaScript escapes, percent signs,
// base64 or rot13, where that is text.
func decoded(s, folded string) []string {
	out := []string{html.UnescapeString(s), unescape(s)}
	if p, err := url.QueryUnescape(s); err == nil && strings.Contains(s, "%") {
		out = append(out, p)
	}
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !codeRune(r) }) {
		if len(word) < minCode {
			continue
		}
		word = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(word, "="))
		if b, err := base64.RawStdEncoding.DecodeString(word); err == nil && readable(b) {
			out = append(out, string(b))
		}
	}
	if strings.Contains(folded, "rot13") {
		out = append(out, strings.Map(rot13, folded))
	}
	return out
}

func codeRune(r rune) bool {
	return r < utf8.RuneSelf && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("+/=-_", r))
}

// unescape reads \uXXXX.
func unescape(s string) string {
	escape := regexp.MustCompile(`(?:\\u[0-9a-fA-F]{4})+`)
	return escape.ReplaceAllStringFunc(s, func(run string) string {
		var out strings.Builder
		for i := 0; i+6 <= len(run); i += 6 {
			var r rune
			for _, c := range strings.ToLower(run[i+2 : i+6]) {
				r = r<<4 | rune(strings.IndexRune("0123456789abcdef", c))
			}
			out.WriteRune(r)
		}
		return out.String()
	})
}

// readable reports whether decoded bytes are text.
func readable(b []byte) bool {
	return utf8.Valid(b) && !strings.ContainsFunc(string(b), func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' })
}

func rot13(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return 'a' + (r-'a'+13)%26
	}
	return r
}
