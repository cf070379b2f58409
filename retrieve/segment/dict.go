package segment

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

//go:embed dict/jieba.dict.utf8.gz dict/hmm_model.utf8.gz
var dictionaries embed.FS

// dictPaths are the files gojieba wants to be told, without the user dictionary.
type dictPaths struct{ dict, hmm, idf, stop string }

// unpack writes the embedded dictionaries below cacheDir unless they are there, and
// gives their paths. The folder is named for the content, so that two versions of the
// binary never share one; files appear by rename, so that two processes may unpack at
// once.
func unpack(cacheDir string) (dictPaths, error) {
	dict, err := dictionaries.ReadFile("dict/jieba.dict.utf8.gz")
	if err != nil {
		return dictPaths{}, fmt.Errorf("read embedded dictionary: %w", err)
	}
	hmm, err := dictionaries.ReadFile("dict/hmm_model.utf8.gz")
	if err != nil {
		return dictPaths{}, fmt.Errorf("read embedded model: %w", err)
	}
	sum := sha256.Sum256(append(dict[:len(dict):len(dict)], hmm...))
	dir := filepath.Join(cacheDir, "jieba-"+hex.EncodeToString(sum[:6]))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return dictPaths{}, fmt.Errorf("make dictionary cache: %w", err)
	}
	p := dictPaths{
		dict: filepath.Join(dir, "jieba.dict.utf8"), hmm: filepath.Join(dir, "hmm_model.utf8"),
		idf: filepath.Join(dir, "idf.utf8"), stop: filepath.Join(dir, "stop_words.utf8"),
	}
	// Keyword extraction is not used: one line serves as its idf table, which makes
	// loading a third cheaper.
	plain := map[string][]byte{p.idf: []byte("中国 1.0\n"), p.stop: []byte("的\n")}
	for path, data := range plain {
		if err := place(path, bytes.NewReader(data), int64(len(data))); err != nil {
			return dictPaths{}, err
		}
	}
	for path, packed := range map[string][]byte{p.dict: dict, p.hmm: hmm} {
		zr, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			return dictPaths{}, fmt.Errorf("open embedded dictionary: %w", err)
		}
		if err := place(path, zr, int64(unpackedSize(packed))); err != nil {
			return dictPaths{}, err
		}
	}
	return p, nil
}

// unpackedSize reads the length gzip stores in its last four bytes.
func unpackedSize(packed []byte) uint32 {
	t := packed[len(packed)-4:]
	return uint32(t[0]) | uint32(t[1])<<8 | uint32(t[2])<<16 | uint32(t[3])<<24
}

// place writes path from r by way of a temporary file, unless a file of that size is
// already there.
func place(path string, r io.Reader, size int64) error {
	if st, err := os.Stat(path); err == nil && st.Size() == size {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("unpack dictionary: %w", err)
	}
	defer os.Remove(f.Name())
	if _, err := io.Copy(f, r); err != nil {
		f.Close()
		return fmt.Errorf("unpack dictionary %s: %w", filepath.Base(path), err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("unpack dictionary %s: %w", filepath.Base(path), err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("unpack dictionary: %w", err)
	}
	return nil
}
