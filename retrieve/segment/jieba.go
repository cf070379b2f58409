package segment

import (
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/yanyiwu/gojieba"

	"ask/retrieve/text"
)

// Tag is the sort of thing a word names, as far as choosing an answer cares.
type Tag uint8

// The tags kept from jieba's part-of-speech labels.
const (
	NoTag    Tag = iota
	Person       // nr, nrt, nrfg
	Place        // ns
	Organ        // nt
	Time         // t
	Proper       // nz
	Verb         // v, vn: kept for joining new words, not stored
	Function     // u, p, c, d, r, y: particles that no name holds
)

// Word is one word of a folded text.
type Word struct {
	Text string
	// Start and End are rune positions in the folded text, so that they can be
	// taken back to bytes of the stored text.
	Start, End int32
	Tag        Tag
}

// Jieba cuts folded text with jieba's dictionary and hidden Markov model. It is for
// one goroutine at a time.
type Jieba struct {
	j     *gojieba.Jieba
	known map[string]Word // by text, without positions
	subs  map[string][]string
}

// LoadJieba unpacks the dictionaries below cacheDir when needed and loads them, with
// userDict (lines "word [frequency] [tag]") on top if it is not empty. It costs about
// 0.35 s of CPU and 120 MB; Close frees them.
func LoadJieba(cacheDir, userDict string) (*Jieba, error) {
	words, err := readUserDict(userDict)
	if err != nil {
		return nil, fmt.Errorf("user dictionary: %w", err)
	}
	p, err := unpack(cacheDir)
	if err != nil {
		return nil, err
	}
	j := gojieba.NewJieba(p.dict, p.hmm, os.DevNull, p.idf, p.stop)
	for _, w := range words {
		j.AddWordEx(w.text, w.freq, w.tag)
	}
	return &Jieba{j: j, known: map[string]Word{}, subs: map[string][]string{}}, nil
}

// Close frees what jieba holds outside Go's heap.
func (j *Jieba) Close() { j.j.Free() }

// Cut gives the words of folded text in order, punctuation and white space left out.
// Invalid UTF-8 and NUL make jieba drop or truncate everything, so they are replaced
// by spaces first; positions stay true.
func (j *Jieba) Cut(folded string) []Word {
	folded = sanitise(folded)
	pieces := j.j.Cut(folded, true)
	words := make([]Word, 0, len(pieces))
	pos := int32(0)
	for _, p := range pieces {
		n := int32(utf8.RuneCountInString(p))
		first, _ := utf8.DecodeRuneInString(p)
		if text.ClassOf(first) != text.Other {
			w := j.word(p)
			w.Start, w.End = pos, pos+n
			words = append(words, w)
		}
		pos += n
	}
	return words
}

// Parts gives the shorter dictionary words inside a word of three runes or more, the
// word itself left out: what jieba's search mode would add.
func (j *Jieba) Parts(word string) []string {
	if utf8.RuneCountInString(word) < 3 {
		return nil
	}
	if parts, ok := j.subs[word]; ok {
		return parts
	}
	var parts []string
	for _, p := range j.j.CutForSearch(word, true) {
		if p != word && utf8.RuneCountInString(p) > 1 {
			parts = append(parts, p)
		}
	}
	j.subs[word] = parts
	return parts
}

// word asks jieba for the tag once per distinct word: its labels come from the
// dictionary, not from the context, so tagging whole texts would only repeat the
// look-up. Equal words share their text, which therefore does not keep the passage it
// was first cut from in memory, and compares fast.
func (j *Jieba) word(piece string) Word {
	if w, ok := j.known[piece]; ok {
		return w
	}
	w := Word{Text: strings.Clone(piece)}
	if tagged := j.j.Tag(piece); len(tagged) == 1 {
		w.Tag = tagOf(tagged[0][strings.LastIndexByte(tagged[0], '/')+1:])
	}
	j.known[w.Text] = w
	return w
}

func tagOf(label string) Tag {
	switch {
	case strings.HasPrefix(label, "nr"):
		return Person
	case label == "ns":
		return Place
	case label == "nt":
		return Organ
	case label == "t":
		return Time
	case label == "nz":
		return Proper
	case label == "v", label == "vn", label == "vd":
		return Verb
	case label == "" || label == "x" || label == "zg":
		return NoTag
	case strings.ContainsRune("upcdry", rune(label[0])):
		return Function
	}
	return NoTag
}

func sanitise(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == 0 || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
}
