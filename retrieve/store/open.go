package store

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// openAttempts bounds how often Open starts again because a writer replaced the
// generation under it. Each new start needs a commit that happened in between.
const openAttempts = 100

// Open opens the published generation of dir after comparing size and CRC32C of
// every file with the manifest. It takes no lock that anyone waits for and writes
// nothing.
//
// A damaged generation, or a CURRENT that is damaged or names nothing, makes Open
// fall back to the newest valid generation and say why in Warnings. When
// generations exist and none is valid the error is a *DamagedError; when nothing
// was ever published it is ErrNoGeneration. Missing permissions and the like are
// returned as they are, never taken for damage.
func Open(dir string) (*Generation, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open index %q: %w", dir, err)
	}
	for range openAttempts {
		g, err := openOnce(abs)
		if errors.Is(err, errMoved) {
			continue
		}
		if err != nil && !errors.As(err, new(*DamagedError)) {
			err = fmt.Errorf("open index %q: %w", dir, err)
		}
		return g, err
	}
	return nil, fmt.Errorf("open index %q: replaced by writers %d times while opening", dir, openAttempts)
}

// openOnce returns errMoved when CURRENT changed meanwhile, because what it found
// may be due to that.
func openOnce(dir string) (*Generation, error) {
	id, raw, err := readCurrent(dir)
	if err == nil {
		var g *Generation
		if g, err = load(dir, id); err == nil {
			return g, nil
		}
	}
	if environmental(err) {
		return nil, err
	}
	never := raw == nil && errors.Is(err, fs.ErrNotExist)
	g, err := fallback(dir, id, err, never)
	if _, now, _ := readCurrent(dir); !bytes.Equal(raw, now) {
		if g != nil {
			g.Close()
		}
		return nil, errMoved
	}
	return g, err
}

// fallback opens the newest valid generation other than bad, which failed with
// cause. Without any generation the error is ErrNoGeneration if CURRENT never
// existed either.
func fallback(dir, bad string, cause error, never bool) (*Generation, error) {
	ids, err := list(dir, genPrefix)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && len(ids) == 0 && never) {
		return nil, ErrNoGeneration
	}
	if err != nil {
		return nil, err
	}
	reasons := []error{cause}
	found, err := candidates(dir, slices.DeleteFunc(ids, func(id string) bool { return id == bad }), &reasons)
	if err != nil {
		return nil, err
	}
	for _, id := range found {
		g, err := load(dir, id)
		if err == nil {
			g.warnings = append(messages(reasons), fmt.Sprintf("opened generation %s of %s instead",
				id, g.manifest.Created.Format(time.RFC3339)))
			return g, nil
		}
		if environmental(err) {
			return nil, err
		}
		reasons = append(reasons, err)
	}
	return nil, newDamagedError(dir, reasons)
}

// candidates orders ids newest first by the sequence in their manifests, and
// appends to reasons why the others cannot be read.
func candidates(dir string, ids []string, reasons *[]error) ([]string, error) {
	sequence := make(map[string]uint64, len(ids))
	var found []string
	for _, id := range ids {
		m, err := readManifest(dir, id)
		switch {
		case err == nil:
			sequence[id] = m.Sequence
			found = append(found, id)
		case environmental(err):
			return nil, err
		default:
			*reasons = append(*reasons, err)
		}
	}
	slices.SortFunc(found, func(a, b string) int { return cmp.Compare(sequence[b], sequence[a]) })
	return found, nil
}

// list returns what follows prefix in the names of dir's entries. Of generations
// only well-formed ids count.
func list(dir, prefix string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), prefix)
		if ok && (prefix != genPrefix || validID(rest)) {
			found = append(found, rest)
		}
	}
	return found, nil
}

// load opens generation id of dir, checking every file.
func load(dir, id string) (*Generation, error) {
	path := filepath.Join(dir, genPrefix+id)
	pinned, err := pin(path)
	if err != nil {
		return nil, fmt.Errorf("generation %s: %w", id, err)
	}
	m, err := readManifest(dir, id)
	if err == nil {
		if err = checkFiles(path, m.Files); err != nil {
			err = fmt.Errorf("generation %s: %w", id, err)
		}
	}
	if err != nil {
		pinned.Close()
		return nil, err
	}
	return newGeneration(dir, id, m, pinned), nil
}
