package text

import (
	_ "embed" // tables are read in place, never parsed
	"strings"
	"unicode/utf8"
)

// Family names in pinyin, sorted, padded to surnameWidth.
//
//go:embed data/surname_syllables.bin
var surnameSyllables string

// maxSpelled is the number of letters of the longest word taken for pinyin: a
// name of four of the longest syllables.
const maxSpelled = maxName * syllableWidth

// spell returns the letters of word as they stand in keys, and the least number
// of syllables they make. Hyphens and apostrophes end a syllable. The number is
// 0 if some part of word is not pinyin.
func spell(word string) (key string, count int) {
	var part [maxSpelled]byte
	n := 0
	for _, r := range word {
		letter := plainLetter(Rune(r))
		switch {
		case letter == '-':
			s, c := spellPart(part[:n])
			if c == 0 {
				return "", 0
			}
			key, count, n = key+s, count+c, 0
		case letter == ':' && n > 0 && part[n-1] == 'u': // diaeresis on its own
			part[n-1] = 'v'
		case letter == 0 || letter == ':' || n == len(part):
			return "", 0
		case letter != ' ':
			part[n] = letter
			n++
		}
	}
	s, c := spellPart(part[:n])
	if c == 0 {
		return "", 0
	}
	return key + s, count + c
}

// spellPart splits letters into the fewest syllables.
func spellPart(letters []byte) (key string, count int) {
	// Most words that are not pinyin end in a letter no syllable ends in.
	if len(letters) == 0 || !strings.ContainsRune("aeiouvngr", rune(letters[len(letters)-1])) {
		return "", 0
	}
	const none = maxSpelled + 1
	// fewest[i] is the least number of syllables letters[i:] makes, and
	// length[i] the length of the first of them.
	var fewest, length [maxSpelled + 1]int
	for i := len(letters) - 1; i >= 0; i-- {
		fewest[i] = none
		for n := min(syllableWidth, len(letters)-i); n > 0; n-- {
			if fewest[i+n]+1 < fewest[i] && syllable(letters[i:i+n]) != "" {
				fewest[i], length[i] = fewest[i+n]+1, n
			}
		}
	}
	if fewest[0] >= none {
		return "", 0
	}
	for i := 0; i < len(letters); i += length[i] {
		key += syllable(letters[i : i+length[i]])
	}
	return key, fewest[0]
}

// syllable returns the syllable spelled by letters as it stands in keys, with v
// for the ü after l and n, or "" if there is none.
func syllable(letters []byte) string {
	switch string(letters) {
	case "lyu":
		return "lv"
	case "nyu":
		return "nv"
	case "lue", "lyue":
		return "lve"
	case "nue", "nyue":
		return "nve"
	}
	var entry [syllableWidth]byte
	copy(entry[:], letters)
	if len(letters) > 1 && entry[1] == 'v' && (entry[0] == 'j' || entry[0] == 'q' || entry[0] == 'x' || entry[0] == 'y') {
		entry[1] = 'u' // Jü is not Pinyin, but typed
	}
	if i := findKey(syllables, syllableWidth, entry[:]); i >= 0 {
		return padded(syllables, syllableWidth, i)
	}
	return ""
}

// isFamily reports whether key is the reading of a family name.
func isFamily(key string) bool {
	var entry [surnameWidth]byte
	return copy(entry[:], key) == len(key) && findKey(surnameSyllables, surnameWidth, entry[:]) >= 0
}

// isDouble reports whether key is the reading of a family name of two runes.
func isDouble(key string) bool {
	for i := range len(doubleReadings) / surnameWidth {
		if padded(doubleReadings, surnameWidth, i) == key {
			return true
		}
	}
	return false
}

// plainLetter returns the letter a to z under a folded rune's tone mark, 'v' for
// ü, '-' for a mark between syllables, ':' for a combining diaeresis, ' ' for a
// combining tone mark, or 0 for anything else.
func plainLetter(r rune) byte {
	switch r {
	case '-', '\'', '·':
		return '-'
	case 'ā', 'á', 'ǎ', 'à':
		return 'a'
	case 'ē', 'é', 'ě', 'è':
		return 'e'
	case 'ī', 'í', 'ǐ', 'ì':
		return 'i'
	case 'ō', 'ó', 'ǒ', 'ò':
		return 'o'
	case 'ū', 'ú', 'ǔ', 'ù':
		return 'u'
	case 'ü', 'ǖ', 'ǘ', 'ǚ', 'ǜ':
		return 'v'
	case 0x308:
		return ':'
	case 0x300, 0x301, 0x304, 0x30C:
		return ' '
	}
	if 'a' <= r && r <= 'z' {
		return byte(r)
	}
	return 0
}

// wordEnd returns the end of the word of Latin letters at s[i:], which may have
// single hyphens and apostrophes inside it, or i if there is none.
func wordEnd(s string, i int) int {
	end := i
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if !isLatin(r) {
			if end == i || plainLetter(Rune(r)) != '-' {
				break
			}
			next, _ := utf8.DecodeRuneInString(s[end+size:])
			if !isLatin(next) {
				break
			}
		}
		end += size
	}
	return end
}

// isLatin reports whether r is a Latin letter or a combining mark on one.
func isLatin(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	case r <= 0x24F:
		return r >= 0xC0 && r != '×' && r != '÷'
	}
	return 0x300 <= r && r <= 0x36F
}

// isDigit reports whether b is an ASCII digit.
func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// neverName reports whether key, though pinyin, is hardly ever a part of a
// person's name in running text: a Chinese place, or an English word that
// matters if it is not capitalised.
func neverName(key string, capital bool) bool {
	switch key {
	case "beijing", "shanghai", "tianjin", "chongqing", "nanjing", "guangzhou", "shenzhen",
		"hangzhou", "chengdu", "wuhan", "suzhou", "qingdao", "dalian", "xiamen", "changsha",
		"zhengzhou", "jinan", "hebei", "henan", "hubei", "hunan", "shandong", "shanxi", "shaanxi",
		"sichuan", "yunnan", "guizhou", "guangdong", "guangxi", "fujian", "jiangsu", "jiangxi",
		"zhejiang", "anhui", "hainan", "gansu", "qinghai", "liaoning", "taiwan", "taibei",
		"china", "panda", "banana", "women", "renminbi", "pinyin":
		return true
	case "a", "an", "can", "me", "man", "men", "she", "you", "die", "name", "same", "make", "take",
		"made", "came", "game", "lake", "cake", "date", "gate", "late", "hate", "mate", "male",
		"sale", "tale", "pale", "page", "cage", "age", "gene", "june", "line", "mine", "nine",
		"bone", "dance", "pence", "change", "range", "manage", "guide", "suite", "tongue":
		return !capital
	}
	return false
}

// mayBeEnglish reports whether key is also a usual English word, so that two
// such words together are no sign of a name.
func mayBeEnglish(key string, capital bool) bool {
	switch key {
	case "an", "ban", "bin", "can", "die", "fan", "gun", "hang", "he", "lie", "man", "me", "men",
		"pan", "pie", "pin", "ping", "ran", "run", "sang", "she", "song", "tan", "tie", "you":
		return true
	case "bang", "chi", "gang", "gong", "long", "sun", "tai", "yang", "yin":
		return !capital
	}
	return neverName(key, capital)
}

// notName reports whether words, joined, are a usual term or place.
func notName(joined string) bool {
	switch joined {
	case "hongkong", "yinyang", "taichi", "fengshui", "qigong":
		return true
	}
	return false
}
