package main

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"ask/prompts"
)

// baseDir is ask's directory below an XDG variable, or below the home directory.
func baseDir(getenv func(string) string, variable, fallback string) (string, error) {
	if dir := getenv(variable); filepath.IsAbs(dir) {
		return filepath.Join(dir, "ask"), nil
	}
	home := getenv("HOME")
	if home == "" {
		return "", notConfigured("set HOME or "+variable+", or say with --index where the index goes", "neither HOME nor %s is set, so there is no place for ask's files", variable)
	}
	return filepath.Join(home, fallback, "ask"), nil
}

// cacheDir is where unpacked dictionaries and embeddings are kept. Without a home they
// are kept beside an index that was named.
func (c *Config) cacheDir(getenv func(string) string) (string, error) {
	dir, err := baseDir(getenv, "XDG_CACHE_HOME", ".cache")
	if err != nil && c.origin["index"] != "" {
		return filepath.Clean(c.Index) + ".cache", nil
	}
	return dir, err
}

// indexDir is --index, or a directory of the user's data directory that is named after
// the documents and the embedder: a readable tail and a hash of all of it.
func (c *Config) indexDir(getenv func(string) string) (string, error) {
	if c.Index != "" {
		dir, err := filepath.Abs(c.Index)
		if err != nil {
			return "", fmt.Errorf("locate index %s: %w", c.Index, err)
		}
		return dir, nil
	}
	base, err := baseDir(getenv, "XDG_DATA_HOME", filepath.Join(".local", "share"))
	if err != nil {
		return "", err
	}
	roots := make([]string, 0, len(c.Docs))
	for _, d := range c.Docs {
		abs, err := filepath.Abs(d)
		if err != nil {
			return "", fmt.Errorf("locate documents %s: %w", d, err)
		}
		roots = append(roots, abs)
	}
	slices.Sort(roots)
	key := strings.Join(append(slices.Compact(roots), c.embedderKey()), "\x00")
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(base, fmt.Sprintf("%s-%x", tail(roots), sum[:6])), nil
}

// embedderKey tells embedders apart whose indexes must not share a directory.
func (c *Config) embedderKey() string {
	if c.Embed != "openai" {
		return c.Embed
	}
	return fmt.Sprintf("openai %s %s %d %s", c.BaseURL, c.EmbedModel, c.EmbedDimensions, c.EmbedQueryPrefix)
}

// queryPrefix is what stands before questions: as set, or what the model is known to
// want; "none" is nothing.
func (c *Config) queryPrefix() (string, error) {
	switch c.EmbedQueryPrefix {
	case "":
		return prompts.QueryPrefix(c.EmbedModel)
	case "none":
		return "", nil
	}
	return c.EmbedQueryPrefix, nil
}

// tail is the last name of the first root, short and harmless in a path.
func tail(roots []string) string {
	if len(roots) == 0 {
		return "index"
	}
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, filepath.Base(roots[0]))
	if runes := []rune(name); len(runes) > 32 {
		name = string(runes[:32])
	}
	return name
}
