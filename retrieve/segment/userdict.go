package segment

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"
)

// checkUserDict reads a user dictionary before jieba does, which ends the whole
// process on a line it cannot parse.
func checkUserDict(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for line := 1; sc.Scan(); line++ {
		s := sc.Text()
		if !utf8.ValidString(s) {
			return fmt.Errorf("%s:%d: not UTF-8", path, line)
		}
		if n := len(strings.Fields(s)); n > 3 {
			return fmt.Errorf("%s:%d: %d fields where \"word [frequency] [tag]\" is meant", path, line, n)
		}
	}
	return sc.Err()
}
