package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
	"unicode/utf8"

	"ask/retrieve/document"
	"ask/retrieve/text"
)

// settle is longer than the program distrusts a file that has just been written; before
// that, every question would read it again.
const settle = 2500 * time.Millisecond

// maxRunes keeps every made document within one passage.
const maxRunes = 500

// material is what synthetic documents are made of.
type material struct {
	titles    []string
	sentences []string
	// counts are the numbers of sentences of real documents, for lengths like theirs.
	counts []int
}

// scale replaces the documents by n synthetic ones, one passage each.
func (b *bench) scale(ctx context.Context, n int) error {
	m, err := readMaterial(ctx, b.docs)
	if err != nil {
		return err
	}
	path := filepath.Join(b.dir, "synthetic.jsonl")
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("make documents: %w", err)
	}
	w := bufio.NewWriter(f)
	err = m.write(w, n)
	if e := w.Flush(); err == nil {
		err = e
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("make documents: %w", err)
	}
	b.docs = path
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(settle):
		return nil
	}
}

// readMaterial takes the documents below root apart.
func readMaterial(ctx context.Context, root string) (*material, error) {
	sources, _, err := document.Walk(ctx, root, document.Options{})
	if err != nil {
		return nil, fmt.Errorf("read documents: %w", err)
	}
	m := &material{}
	for _, s := range sources {
		data, err := document.ReadFile(root, s, document.Options{})
		if errors.Is(err, document.ErrSkip) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read documents: %w", err)
		}
		if _, err := document.Parse(ctx, s.Rel, data, document.Options{}, m.add); err != nil && !errors.Is(err, document.ErrSkip) {
			return nil, fmt.Errorf("read %s: %w", s.Path, err)
		}
	}
	if len(m.sentences) == 0 {
		return nil, fmt.Errorf("no sentences in %s", root)
	}
	return m, nil
}

func (m *material) add(d *document.Document) error {
	runes, count := 0, 0
	for _, s := range text.Sentences(d.Text) {
		one := d.Text[s.Start:s.End]
		m.sentences = append(m.sentences, one)
		if runes += utf8.RuneCountInString(one); runes <= maxRunes {
			count++
		}
	}
	m.titles = append(m.titles, d.Title)
	m.counts = append(m.counts, max(1, count))
	return nil
}

// write writes n documents as JSONL. The same material gives the same documents.
func (m *material) write(w io.Writer, n int) error {
	random := rand.New(rand.NewPCG(1, 2))
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range n {
		record := struct {
			ID    string `json:"id"`
			Title string `json:"title"`
			Text  string `json:"text"`
		}{fmt.Sprintf("made-%d", i), m.titles[random.IntN(len(m.titles))], m.text(random)}
		if err := enc.Encode(record); err != nil {
			return err
		}
	}
	return nil
}

// text puts sentences of anywhere together, as many as a real document has.
func (m *material) text(random *rand.Rand) string {
	var out []byte
	runes := 0
	for range m.counts[random.IntN(len(m.counts))] {
		s := m.sentences[random.IntN(len(m.sentences))]
		if runes += utf8.RuneCountInString(s); runes > maxRunes && len(out) > 0 {
			break
		}
		out = append(out, s...)
	}
	return string(out)
}
