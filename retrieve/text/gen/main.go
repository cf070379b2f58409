// Command gen writes the embedded tables of package text into data/ from the
// word lists next to them and from gojieba's dictionary in the module cache.
// Run it with go generate in the folder of the package; -out writes elsewhere.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	data := flag.String("data", "data", "folder of the sources")
	out := flag.String("out", "data", "folder the tables are written to")
	dict := flag.String("dict", "", "jieba.dict.utf8; default: the one in the module cache")
	flag.Parse()
	if err := run(*data, *out, *dict); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(data, out, dict string) error {
	fold, err := newFolding(filepath.Join(data, "TSCharacters.txt"))
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	if err := fold.tables(files); err != nil {
		return err
	}
	if err := wordTables(files, fold, data, dict); err != nil {
		return err
	}
	if err := nameTables(files, fold, data); err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(out, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// readLines calls line with the fields of every line of the file at path that
// is neither empty nor a comment.
func readLines(path string, line func(fields []string) error) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	scanner := bufio.NewScanner(bytes.NewReader(content))
	for n := 1; scanner.Scan(); n++ {
		fields := strings.Fields(scanner.Text())
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if err := line(fields); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return scanner.Err()
}
