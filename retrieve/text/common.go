package text

import (
	_ "embed" // tables are read in place, never parsed
	"unicode/utf8"
)

// The ordinary words of the language and the family names, each list sorted,
// every rune as two big-endian bytes, so that a word is found by comparing
// strings of one length in place.
var (
	//go:embed data/words2.bin
	words2 string
	//go:embed data/words3.bin
	words3 string
	//go:embed data/words4.bin
	words4 string
	//go:embed data/words5.bin
	words5 string
	// For each of these lists in turn, where the words begin that start with
	// runes from minHan+16*i on: little-endian words, one more than there are
	// such blocks.
	//go:embed data/words_index.bin
	wordsIndex string
	//go:embed data/surnames1.bin
	surnames1 string
	//go:embed data/surnames2.bin
	surnames2 string
)

const (
	minWord = 2 // runes of the shortest word in the list
	maxWord = 5 // and of the longest

	minHan     = 0x3400 // first ideograph in the lists
	maxHan     = 0x9FFF // and the last
	blockShift = 4
	wordBlocks = (maxHan+1-minHan)>>blockShift + 1 // entries of the index for a list
)

// Common reports whether w, folded already, is an ordinary Chinese word of two
// to five characters: one of the frequent words of the language, and not the
// name of a person, a place or an organisation. Words of any other kind,
// single characters among them, are not common.
func Common(w string) bool {
	var key [2 * maxWord]byte
	runes, size := hanKey(w, &key)
	return size == len(w) && runes >= minWord && inWords(key[:2*runes])
}

// CommonPrefix returns the length in bytes of the longest ordinary word (see
// [Common]) that s, folded already, starts with, or 0 if there is none.
func CommonPrefix(s string) int {
	var key [2 * maxWord]byte
	runes, size := hanKey(s, &key)
	for ; runes >= minWord; runes-- {
		if inWords(key[:2*runes]) {
			return size
		}
		_, last := utf8.DecodeLastRuneInString(s[:size])
		size -= last
	}
	return 0
}

// Surname returns how many runes of s, folded already, are a Chinese family
// name at its start: 2 for one like 欧阳, 1 for one like 王, 0 for none. Family
// names that are nearly always a plain word in running text, such as 和, do not
// count.
func Surname(s string) int {
	var key [2 * maxWord]byte
	runes, _ := hanKey(s, &key)
	if runes >= 2 && findKey(surnames2, 4, key[:4]) >= 0 {
		return 2
	}
	if runes >= 1 && findKey(surnames1, 2, key[:2]) >= 0 {
		return 1
	}
	return 0
}

// Function reports whether r, folded already, is a character that as a word of
// its own serves grammar and carries no matter: a particle, pronoun,
// preposition, conjunction, auxiliary or the commonest adverbs.
func Function(r rune) bool {
	switch r {
	case '的', '了', '着', '过', '得', '地', '之', '所', '者', '们',
		'吗', '呢', '吧', '啊', '呀', '么', '嘛', '哦', '哪', '啦', '哇', '呗', '喽', '嗯', '噢',
		'我', '你', '您', '他', '她', '它', '咱', '其', '谁', '何', '某', '自',
		'这', '那', '此', '该', '每', '各', '几', '些', '个',
		'是', '有', '在', '为', '被', '把', '将', '让', '使', '给', '对', '向', '从', '往', '由',
		'于', '以', '用', '按', '据', '比', '跟', '同', '和', '与', '及', '或', '并', '而', '且',
		'但', '若', '如', '因', '虽', '则', '即', '乃', '却', '至', '到', '当',
		'也', '都', '就', '还', '又', '再', '才', '只', '很', '太', '更', '最', '已', '曾', '正',
		'不', '没', '无', '未', '别', '能', '会', '可', '要', '想', '应':
		return true
	}
	return false
}

// inWords reports whether key, two bytes a rune, is in the list of its length.
func inWords(key []byte) bool {
	words := words2
	switch len(key) {
	case 6:
		words = words3
	case 8:
		words = words4
	case 10:
		words = words5
	}
	first := int(key[0])<<8 | int(key[1])
	at := (len(key)/2-minWord)*wordBlocks + (first-minHan)>>blockShift
	low, high := word16(wordsIndex, at), word16(wordsIndex, at+1)
	return findKey(words[low*len(key):high*len(key)], len(key), key) >= 0
}

// hanKey writes the leading ideographs of s, five at most, to key as two
// big-endian bytes each, and returns their number and their length in s.
func hanKey(s string, key *[2 * maxWord]byte) (runes, size int) {
	for runes < maxWord && size < len(s) {
		r, n := utf8.DecodeRuneInString(s[size:])
		if r < minHan || r > maxHan {
			break
		}
		key[2*runes], key[2*runes+1] = byte(r>>8), byte(r)
		runes++
		size += n
	}
	return runes, size
}

// findKey returns the number of the entry of table, a sorted list of entries of
// width bytes, that equals key, or -1.
func findKey(table string, width int, key []byte) int {
	low, high := 0, len(table)/width
	n := min(width, 4)
	head, tail := bigEndian(string(key[:n])), key[n:]
	for low < high {
		mid := int(uint(low+high) >> 1)
		entry := table[mid*width : (mid+1)*width]
		// Nearly always the first two runes decide, and comparing them as
		// one number spares a call. Comparing string(tail) does not allocate.
		at := bigEndian(entry[:n])
		if at < head || at == head && entry[n:] < string(tail) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low*width < len(table) && table[low*width:(low+1)*width] == string(key) {
		return low
	}
	return -1
}

// bigEndian returns the number written in s, two or four bytes long.
func bigEndian(s string) uint32 {
	if len(s) == 2 {
		return uint32(s[0])<<8 | uint32(s[1])
	}
	return uint32(s[0])<<24 | uint32(s[1])<<16 | uint32(s[2])<<8 | uint32(s[3])
}
