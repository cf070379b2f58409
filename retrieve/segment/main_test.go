package segment

import (
	"fmt"
	"os"
	"testing"
)

// cacheDir and shared are for all tests: loading the dictionary costs half a second.
var (
	cacheDir string
	shared   *Jieba
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "ask-segment-test-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	cacheDir = dir
	if shared, err = LoadJieba(dir, ""); err != nil {
		return 0, err
	}
	defer shared.Close()
	return m.Run(), nil
}
