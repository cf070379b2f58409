package main

import (
	"encoding/binary"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// The layout of the tables is described in ../names.go.
const (
	firstHan      = 0x4E00
	lastHan       = 0x9FFF
	heteronym     = 0x8000
	syllableWidth = 6
	surnameWidth  = 12
	maxReadings   = 3
)

// surnameList is surnames.txt: names of one or two runes, folded, and the
// readings of those that are read in another way than usual.
type surnameList struct {
	names    map[string]bool
	readings map[string][]string
}

func readSurnames(path string, fold folding) (*surnameList, error) {
	list := &surnameList{map[string]bool{}, map[string][]string{}}
	err := readLines(path, func(fields []string) error {
		if fields[0] == "=" {
			list.readings[fold.string(fields[1])] = fields[2:]
			return nil
		}
		for _, name := range fields {
			name = fold.string(name)
			if n := len([]rune(name)); n > 2 || !inPlane(name) {
				return fmt.Errorf("%q is not one or two ideographs of the basic plane", name)
			}
			list.names[name] = true
		}
		return nil
	})
	return list, err
}

// nameTables adds the tables of family names and pinyin to files.
func nameTables(files map[string][]byte, fold folding, data string) error {
	surnames, err := readSurnames(filepath.Join(data, "surnames.txt"), fold)
	if err != nil {
		return err
	}
	given := map[string][]string{}
	err = readLines(filepath.Join(data, "readings.txt"), func(fields []string) error {
		given[fold.string(fields[0])] = fields[1:]
		return nil
	})
	if err != nil {
		return err
	}
	var lists [3][]string
	for name := range surnames.names {
		n := len([]rune(name))
		lists[n] = append(lists[n], name)
	}
	files["surnames1.bin"] = keyTable(lists[1])
	files["surnames2.bin"] = keyTable(lists[2])
	slices.Sort(lists[2]) // keyTable has done so; said here because the readings follow this order
	syllables := allSyllables()
	files["syllables.bin"] = fixedTable(syllables, syllableWidth)
	if err := readingTables(files, syllables, surnames, given); err != nil {
		return err
	}
	spelled := map[string]bool{}
	for _, name := range lists[1] {
		for _, reading := range surnameReadings(surnames, name) {
			spelled[reading] = true
			// 吕 is written Lu as often as Lü or Lyu.
			spelled[strings.ReplaceAll(reading, "v", "u")] = true
		}
	}
	var double []string
	for _, name := range lists[2] {
		reading := surnameReadings(surnames, name)[0]
		double = append(double, reading)
		spelled[reading] = true
	}
	files["double_readings.bin"] = fixedTable(double, surnameWidth)
	files["surname_syllables.bin"] = fixedTable(slices.Sorted(maps.Keys(spelled)), surnameWidth)
	return nil
}

// surnameReadings returns the readings of a family name, at least one.
func surnameReadings(surnames *surnameList, name string) []string {
	if readings := surnames.readings[name]; len(readings) > 0 {
		return readings
	}
	var reading strings.Builder
	for _, r := range name {
		reading.WriteString(usual(r))
	}
	return []string{reading.String()}
}

// readingTables adds readings.bin and heteronyms.bin to files.
func readingTables(files map[string][]byte, syllables []string, surnames *surnameList, given map[string][]string) error {
	var readings, heteronyms []byte
	number := func(syllable string) (uint16, error) {
		i, ok := slices.BinarySearch(syllables, syllable)
		if !ok {
			return 0, fmt.Errorf("%q is no syllable of pinyin", syllable)
		}
		return uint16(i + 1), nil
	}
	for r := rune(firstHan); r <= lastHan; r++ {
		family, inner := surnames.readings[string(r)], given[string(r)]
		if family == nil && inner == nil {
			n, err := number(usual(r))
			if err != nil {
				n = 0 // no reading, or an interjection such as ńg
			}
			readings = binary.LittleEndian.AppendUint16(readings, n)
			continue
		}
		if inner == nil {
			inner = []string{usual(r)}
		}
		readings = binary.LittleEndian.AppendUint16(readings, uint16(heteronym+len(heteronyms)/(4*maxReadings)))
		for _, set := range [][]string{family, inner} {
			if len(set) > maxReadings {
				return fmt.Errorf("%q has more than %d readings", r, maxReadings)
			}
			for i := range maxReadings {
				n := uint16(0)
				if i < len(set) {
					var err error
					if n, err = number(set[i]); err != nil {
						return fmt.Errorf("%q: %w", r, err)
					}
				}
				heteronyms = binary.LittleEndian.AppendUint16(heteronyms, n)
			}
		}
	}
	files["readings.bin"], files["heteronyms.bin"] = readings, heteronyms
	return nil
}

// allSyllables returns every toneless syllable of the usual readings, sorted.
func allSyllables() []string {
	set := map[string]bool{}
	for r := rune(firstHan); r <= lastHan; r++ {
		s := usual(r)
		// Interjections have no vowel, or a lone ê, and would make
		// nonsense of the splitting of Latin words.
		if strings.ContainsAny(s, "aeiouv") && len(s) <= syllableWidth {
			set[s] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// usual returns the first reading go-pinyin gives for r, without its tone and
// with v for ü, or "".
func usual(r rune) string {
	first, _, _ := strings.Cut(pinyin.PinyinDict[int(r)], ",")
	var plain strings.Builder
	for _, c := range norm.NFD.String(first) {
		switch {
		case c == 0x308: // diaeresis, after the u
			s := plain.String()
			plain.Reset()
			plain.WriteString(s[:len(s)-1] + "v")
		case 'a' <= c && c <= 'z':
			plain.WriteRune(c)
		}
	}
	return plain.String()
}

// fixedTable writes the words in order, each padded with zeros to width bytes.
func fixedTable(words []string, width int) []byte {
	table := make([]byte, len(words)*width)
	for i, word := range words {
		copy(table[i*width:(i+1)*width], word)
	}
	return table
}
