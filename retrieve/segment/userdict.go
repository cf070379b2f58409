package segment

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// userWord is one line of a user dictionary; freq 0 stands for jieba's default.
type userWord struct {
	text string
	freq int
	tag  string
}

// readUserDict reads lines "word [frequency] [tag]". Jieba does not get to see the file:
// it ends the whole process on what it cannot read, and takes the line ends of Windows,
// capitals and traditional characters for parts of words that no folded text holds.
func readUserDict(path string) ([]userWord, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []userWord
	sc := bufio.NewScanner(f)
	for line := 1; sc.Scan(); line++ {
		w, err := parseUserWord(strings.TrimPrefix(sc.Text(), "\ufeff"))
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
		if w.text != "" {
			out = append(out, w)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return out, nil
}

// parseUserWord reads one line; an empty one gives an empty word.
func parseUserWord(line string) (userWord, error) {
	if !utf8.ValidString(line) || strings.IndexByte(line, 0) >= 0 {
		return userWord{}, fmt.Errorf("not UTF-8 text")
	}
	fields := strings.Fields(line)
	if len(fields) == 0 {
		return userWord{}, nil
	}
	w := userWord{text: text.Fold(fields[0])}
	switch rest := fields[1:]; len(rest) {
	case 0:
		return w, nil
	case 1:
		if strings.Trim(rest[0], "-0123456789") != "" {
			w.tag = rest[0]
			return w, nil
		}
	case 2:
		w.tag = rest[1]
	default:
		return userWord{}, fmt.Errorf("%d fields where \"word [frequency] [tag]\" is meant", len(fields))
	}
	n, err := strconv.Atoi(fields[1])
	if err != nil || n <= 0 || n > math.MaxInt32 {
		return userWord{}, fmt.Errorf("frequency %q is not a number above 0", fields[1])
	}
	w.freq = n
	return w, nil
}
