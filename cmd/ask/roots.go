package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// roots are the paths an index was made from: those of --docs, and those that `ask
// index PATH` added. They lie beside the index, so that an index that is named by
// --index alone can be brought up to date, and added paths stay.
type roots struct {
	Docs  []string `json:"docs"`
	Added []string `json:"added,omitempty"`
}

// rootsFile holds a line with the SHA-256 of the rest, and the rest: roots as JSON.
const rootsFile = "ROOTS"

// loadRoots gives no roots where the file is missing or damaged: they are a convenience.
func loadRoots(dir string) roots {
	var r roots
	data, err := os.ReadFile(filepath.Join(dir, rootsFile))
	if err != nil {
		return r
	}
	sum, body, ok := bytes.Cut(data, []byte("\n"))
	if !ok || string(sum) != fmt.Sprintf("%x", sha256.Sum256(body)) || json.Unmarshal(body, &r) != nil {
		return roots{}
	}
	return r
}

// choose says which paths to index now, as absolute paths, and notes them. Paths that
// lie inside others are left out; added paths that are gone are forgotten, and with
// forget all of them.
func (r *roots) choose(docs, extra []string, forget bool) ([]string, error) {
	added := existing(r.Added)
	if forget {
		added = nil
	}
	docs, err := absolute(docs)
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 {
		docs = existing(r.Docs)
	}
	if extra, err = absolute(extra); err != nil {
		return nil, err
	}
	added = outside(append(added, extra...), docs)
	r.Docs, r.Added = docs, added
	return append(slices.Clone(docs), added...), nil
}

// save writes the file if it would change.
func (r *roots) save(dir string) error {
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("note paths: %w", err)
	}
	data := fmt.Appendf(nil, "%x\n%s", sha256.Sum256(body), body)
	path := filepath.Join(dir, rootsFile)
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	temp, err := os.CreateTemp(dir, "tmp-roots-*")
	if err != nil {
		return fmt.Errorf("note paths: %w", err)
	}
	_, err = temp.Write(data)
	if e := temp.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		os.Remove(temp.Name())
		return fmt.Errorf("note paths: %w", err)
	}
	return nil
}

func absolute(list []string) ([]string, error) {
	out := make([]string, 0, len(list))
	for _, p := range list {
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, fmt.Errorf("locate %s: %w", p, err)
		}
		if !slices.Contains(out, abs) {
			out = append(out, abs)
		}
	}
	return out, nil
}

func existing(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(p string) bool {
		_, err := os.Stat(p)
		return err != nil
	})
}

// outside are the paths that lie in none of docs and are not repeated.
func outside(list, docs []string) []string {
	var out []string
	for _, p := range list {
		inside := func(root string) bool {
			rel, err := filepath.Rel(root, p)
			return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
		}
		if !slices.ContainsFunc(docs, inside) && !slices.ContainsFunc(out, inside) {
			out = append(out, p)
		}
	}
	return out
}

// candidates are the paths a document of a root may have: of a record, that of its file.
func candidates(root, id string) []string {
	var out []string
	for _, name := range []string{id, id[:max(0, strings.LastIndexByte(id, '#'))]} {
		if name == "" || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		out = append(out, filepath.Join(root, filepath.FromSlash(name)))
		if filepath.Base(root) == name {
			out = append(out, root)
		}
	}
	return out
}
