package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

// FormatVersion is the format of manifest.json and CURRENT this package writes
// and the only one it reads.
const FormatVersion = 1

const (
	manifestName = "manifest.json"
	currentName  = "CURRENT"
	genPrefix    = "gen-"
	idLength     = 16

	maxManifest = 64 << 20
	maxCurrent  = 256
)

// Meta is what the caller records with a generation.
type Meta struct {
	Format   int               `json:"format"`             // set to FormatVersion by Commit
	Embedder string            `json:"embedder,omitempty"` // identity of the embedder that made the vectors
	Created  time.Time         `json:"created"`            // set by Commit when zero; never used for ordering
	Values   map[string]string `json:"values,omitempty"`   // the caller's own, valid UTF-8
}

func (m Meta) clone() Meta {
	m.Values = maps.Clone(m.Values)
	return m
}

func (m Meta) validate() error {
	if !utf8.ValidString(m.Embedder) {
		return fmt.Errorf("embedder %q is not valid UTF-8", m.Embedder)
	}
	for k, v := range m.Values {
		if !utf8.ValidString(k) || !utf8.ValidString(v) {
			return fmt.Errorf("value %q is not valid UTF-8", k)
		}
	}
	return nil
}

// File is one file of a generation as its manifest records it.
type File struct {
	Name   string `json:"name"` // slash-separated, relative to the generation
	Size   int64  `json:"size"`
	CRC32C string `json:"crc32c"` // Castagnoli, 8 hexadecimal digits
	SHA256 string `json:"sha256"` // 64 hexadecimal digits
}

// manifest is the content of manifest.json. Sequence orders generations without
// trusting any clock.
type manifest struct {
	Sequence uint64 `json:"sequence"`
	Meta
	Files []File `json:"files"`
}

// encode renders m as JSON whose last member is the SHA-256 of all bytes before
// it, and returns the generation id made from that sum.
func (m *manifest) encode() (data []byte, id string, err error) {
	body, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, "", fmt.Errorf("encode %s: %w", manifestName, err)
	}
	body = bytes.TrimSuffix(body, []byte("\n}"))
	tail, id := manifestTail(body)
	return append(body, tail...), id, nil
}

// manifestTail is the closing part of a manifest with this body. It is of
// constant length, so a reader finds it by counting from the end.
func manifestTail(body []byte) (tail []byte, id string) {
	sum := sha256.Sum256(body)
	text := hex.EncodeToString(sum[:])
	return fmt.Appendf(nil, ",\n  \"checksum\": \"%s\"\n}\n", text), text[:idLength]
}

// decodeManifest checks data against its own checksum and against the id of the
// generation it was found in before it looks inside.
func decodeManifest(data []byte, id string) (*manifest, error) {
	empty, _ := manifestTail(nil)
	cut := len(data) - len(empty)
	if cut < 0 {
		return nil, errors.New("cut short")
	}
	tail, sum := manifestTail(data[:cut])
	if !bytes.Equal(tail, data[cut:]) {
		return nil, errors.New("checksum mismatch")
	}
	if sum != id {
		return nil, fmt.Errorf("belongs to generation %s", sum)
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, err
	}
	if m.Format != FormatVersion {
		return nil, fmt.Errorf("%w: written in %d, this program reads %d", ErrFormat, m.Format, FormatVersion)
	}
	for i, f := range m.Files {
		if err := checkName(f.Name); err != nil {
			return nil, err
		}
		if i > 0 && f.Name <= m.Files[i-1].Name {
			return nil, fmt.Errorf("files out of order at %q", f.Name)
		}
	}
	return &m, nil
}

// readManifest reads the manifest of generation id of the index directory dir.
func readManifest(dir, id string) (*manifest, error) {
	path := filepath.Join(dir, genPrefix+id, manifestName)
	data, err := readSmall(path, maxManifest)
	if err != nil {
		return nil, fmt.Errorf("generation %s: %w", id, err)
	}
	m, err := decodeManifest(data, id)
	if err != nil {
		return nil, fmt.Errorf("generation %s: %s: %w", id, manifestName, err)
	}
	return m, nil
}

// encodeCurrent renders the content of CURRENT: format, id and their checksum.
func encodeCurrent(id string) []byte {
	line := fmt.Sprintf("ask-index %d %s%s", FormatVersion, genPrefix, id)
	sum := crc32.Checksum([]byte(line), crc32.MakeTable(crc32.Castagnoli))
	return fmt.Appendf(nil, "%s %08x\n", line, sum)
}

// readCurrent returns the published id and the bytes of CURRENT, which tell
// whether CURRENT has changed since.
func readCurrent(dir string) (id string, raw []byte, err error) {
	raw, err = readSmall(filepath.Join(dir, currentName), maxCurrent)
	if err != nil {
		return "", nil, err
	}
	_, rest, ok := bytes.Cut(raw, []byte(genPrefix))
	if !ok || len(rest) < idLength {
		return "", raw, fmt.Errorf("%s names no generation", currentName)
	}
	id = string(rest[:idLength])
	if !validID(id) || !bytes.Equal(raw, encodeCurrent(id)) {
		return "", raw, fmt.Errorf("%s: checksum mismatch", currentName)
	}
	return id, raw, nil
}

// readSmall reads a regular file of at most limit bytes.
func readSmall(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: longer than %d bytes", path, limit)
	}
	return data, nil
}

// checkName accepts slash-separated relative names of files inside a generation.
func checkName(name string) error {
	switch {
	case !fs.ValidPath(name), name == ".", !filepath.IsLocal(name),
		strings.ContainsAny(name, "\\\x00"), strings.EqualFold(name, manifestName):
		return fmt.Errorf("%w %q", ErrInvalidName, name)
	}
	return nil
}

func validID(id string) bool {
	return len(id) == idLength && strings.Trim(id, "0123456789abcdef") == ""
}
