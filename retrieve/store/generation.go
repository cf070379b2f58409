package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Generation is one published generation, opened for reading. Its methods may be
// used by several goroutines at once.
type Generation struct {
	id       string
	path     string
	manifest *manifest
	warnings []string

	mu     sync.Mutex
	pinned *os.File // keeps writers from removing the folder; nil after Close
	maps   map[string][]byte
}

// newGeneration wraps the checked or just written generation id of dir. The pin
// is owned by the Generation.
func newGeneration(dir, id string, m *manifest, pinned *os.File) *Generation {
	return &Generation{
		id:       id,
		path:     filepath.Join(dir, genPrefix+id),
		manifest: m,
		pinned:   pinned,
		maps:     map[string][]byte{},
	}
}

// ID names the generation: 16 hexadecimal digits made from its content.
func (g *Generation) ID() string { return g.id }

// Dir is the absolute path of the generation's folder. Until Close no writer removes it, so files
// may be opened in it by path, for reading only.
func (g *Generation) Dir() string { return g.path }

// Meta returns a copy of what the writer recorded.
func (g *Generation) Meta() Meta { return g.manifest.clone() }

// Warnings tells why this is not the generation that should have been opened, or
// what Commit could not clean up. It is empty when all is well.
func (g *Generation) Warnings() []string { return slices.Clone(g.warnings) }

// Files lists the files of the generation by name.
func (g *Generation) Files() []File { return slices.Clone(g.manifest.Files) }

// file finds the manifest entry of name.
func (g *Generation) file(name string) (File, error) {
	i, ok := slices.BinarySearchFunc(g.manifest.Files, name, func(f File, name string) int {
		return strings.Compare(f.Name, name)
	})
	if !ok {
		return File{}, fmt.Errorf("generation %s: %w", g.id, &os.PathError{Op: "find", Path: name, Err: os.ErrNotExist})
	}
	return g.manifest.Files[i], nil
}

// Map returns the content of a file as a read-only memory map. Writing to it
// kills the process. The same name gives the same slice; all of them end with
// Close. A name that is not part of the generation is fs.ErrNotExist.
func (g *Generation) Map(name string) ([]byte, error) {
	want, err := g.file(name)
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.maps == nil {
		return nil, fmt.Errorf("map %s: generation %s: %w", name, g.id, ErrClosed)
	}
	if data, ok := g.maps[name]; ok {
		return data, nil
	}
	f, err := os.Open(filepath.Join(g.path, filepath.FromSlash(name)))
	if err != nil {
		return nil, fmt.Errorf("map %s: %w", name, err)
	}
	defer f.Close()
	data, err := mapFile(f, want.Size)
	if err != nil {
		return nil, fmt.Errorf("map %s of generation %s: %w", name, g.id, err)
	}
	g.maps[name] = data
	return data, nil
}

// Close unmaps every mapped file and lets writers remove the generation. Slices
// returned by Map must not be touched afterwards. Closing twice does nothing.
func (g *Generation) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	var errs []error
	for name, data := range g.maps {
		if err := unmapFile(data); err != nil {
			errs = append(errs, fmt.Errorf("unmap %s: %w", name, err))
		}
	}
	g.maps = nil
	if g.pinned != nil {
		if err := g.pinned.Close(); err != nil {
			errs = append(errs, fmt.Errorf("close generation %s: %w", g.id, err))
		}
		g.pinned = nil
	}
	return errors.Join(errs...)
}
