package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	jiebaModule = "github.com/yanyiwu/gojieba@v1.4.7"
	minFreq     = 8   // occurrences in jieba's corpus a word needs
	minFreqNum  = 150 // and a word of number and measure such as 一千个

	// As in ../common.go.
	minHan     = 0x3400
	maxHan     = 0x9FFF
	blockShift = 4
)

// wordTables adds the lists of ordinary words to files.
func wordTables(files map[string][]byte, fold folding, data, dict string) error {
	if dict == "" {
		cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
		if err != nil {
			return fmt.Errorf("finding the module cache: %w", err)
		}
		dict = filepath.Join(strings.TrimSpace(string(cache)), jiebaModule,
			"deps", "cppjieba", "dict", "jieba.dict.utf8")
	}
	words := map[string]bool{}
	err := readLines(dict, func(fields []string) error {
		if len(fields) != 3 {
			return fmt.Errorf("%q is not word, frequency and tag", fields)
		}
		freq, err := strconv.Atoi(fields[1])
		if err != nil {
			return err
		}
		word := fold.string(fields[0])
		if storable(word) && ordinary(word, freq, fields[2]) {
			words[word] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := editWords(words, fold, data); err != nil {
		return err
	}
	lists := [6][]string{}
	for word := range words {
		n := len([]rune(word))
		lists[n] = append(lists[n], word)
	}
	var index []byte
	for n := 2; n <= 5; n++ {
		if len(lists[n]) > math.MaxUint16 {
			return fmt.Errorf("%d words of %d runes are too many for the index", len(lists[n]), n)
		}
		files[fmt.Sprintf("words%d.bin", n)] = keyTable(lists[n])
		index = appendIndex(index, lists[n])
		fmt.Fprintf(os.Stderr, "gen: %d words of %d runes\n", len(lists[n]), n)
	}
	files["words_index.bin"] = index
	return nil
}

// appendIndex appends the numbers of the first of the sorted words that start
// with each block of runes, and their number at the end.
func appendIndex(index []byte, words []string) []byte {
	for first := rune(minHan); first <= maxHan+1; first += 1 << blockShift {
		at, _ := slices.BinarySearch(words, string(first))
		index = binary.LittleEndian.AppendUint16(index, uint16(at))
	}
	return index
}

// editWords adds the words of ordinary.txt and takes away those of proper.txt.
func editWords(words map[string]bool, fold folding, data string) error {
	for file, keep := range map[string]bool{"ordinary.txt": true, "proper.txt": false} {
		err := readLines(filepath.Join(data, file), func(fields []string) error {
			for _, word := range fields {
				word = fold.string(word)
				if !storable(word) {
					return fmt.Errorf("%q is not of two to five ideographs", word)
				}
				if keep {
					words[word] = true
				} else {
					delete(words, word)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ordinary reports whether jieba's tag and frequency make word an ordinary one.
func ordinary(word string, freq int, tag string) bool {
	switch tag {
	case "nr", "nrt", "nrfg", "ns", "nt", "nz":
		return false
	case "m", "mq":
		if strings.ContainsAny(word, "一二三四五六七八九十百千万亿两零") {
			return freq >= minFreqNum
		}
	}
	return freq >= minFreq
}

// storable reports whether word is of two to five runes that fit two bytes.
func storable(word string) bool {
	n := len([]rune(word))
	return 2 <= n && n <= 5 && inPlane(word)
}

// inPlane reports whether word is made of ideographs that fit two bytes each.
func inPlane(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return r < minHan || r > maxHan })
}

// keyTable sorts words and writes each rune as two big-endian bytes. Sorting by
// bytes of UTF-8 is sorting by rune, which is the order of the table.
func keyTable(words []string) []byte {
	slices.Sort(words)
	var table []byte
	for _, word := range slices.Compact(words) {
		for _, r := range word {
			table = append(table, byte(r>>8), byte(r))
		}
	}
	return table
}
