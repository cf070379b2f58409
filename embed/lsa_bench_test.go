//go:build unix

package embed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"
)

const wikiChunks = "../../shared/bench/wiki-chunks/"

type wikiDoc struct{ ID, Text string }

type wikiQuery struct {
	Question string
	Relevant []string
}

func readLines[T any](t testing.TB, name string) []T {
	t.Helper()
	file, err := os.Open(wikiChunks + name)
	if err != nil {
		t.Skip("wiki-chunks is not here")
	}
	defer file.Close()
	var out []T
	in := bufio.NewScanner(file)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var item T
		if err := json.Unmarshal(in.Bytes(), &item); err != nil {
			t.Fatal(err)
		}
		out = append(out, item)
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// bigrams gives all pairs of neighbouring characters as parts of text.
func bigrams(text string) []string {
	var out []string
	last, before := -1, -1
	for i := range text {
		if before >= 0 {
			out = append(out, text[before:i])
		}
		before, last = last, i
	}
	if before >= 0 {
		out = append(out, text[before:])
	}
	return out
}

func wikiPassages(t testing.TB) ([]wikiDoc, [][]string) {
	docs := readLines[wikiDoc](t, "corpus.jsonl")
	passages := make([][]string, len(docs))
	for i, doc := range docs {
		passages[i] = bigrams(doc.Text)
	}
	return docs, passages
}

func cpu(t testing.TB) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// TestWikiChunks reports the cost of learning and what retrieval by the vectors alone is
// worth. It checks only that it is of some use.
func TestWikiChunks(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a large corpus")
	}
	docs, passages := wikiPassages(t)
	lsa := NewLSA(LSAOptions{})
	start, wall := cpu(t), time.Now()
	if err := lsa.Learn(t.Context(), passages); err != nil {
		t.Fatal(err)
	}
	learned := cpu(t)
	vectors, err := lsa.EmbedTokens(t.Context(), passages)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("learn %v, embed %v CPU; %v wall", learned-start, cpu(t)-learned, time.Since(wall))
	var saved bytes.Buffer
	if err := lsa.Save(&saved); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d dimensions, baseline unknown %.3f, %s", saved.Len(), lsa.Dim(), lsa.Baseline(), lsa.Identity())

	queries := readLines[wikiQuery](t, "queries.jsonl")
	hit := 0
	for i := range 500 {
		query := queries[i*len(queries)/500]
		v, err := lsa.EmbedTokens(t.Context(), [][]string{bigrams(query.Question)})
		if err != nil {
			t.Fatal(err)
		}
		if v[0] == nil {
			continue
		}
		for _, id := range nearest(vectors, v[0], 10) {
			if slices.Contains(query.Relevant, docs[id].ID) {
				hit++
				break
			}
		}
	}
	t.Logf("hit@10 %.3f", float64(hit)/500)
	if hit < 150 {
		t.Errorf("hit@10 = %d of 500", hit)
	}
}

func nearest(vectors [][]float32, query []float32, k int) []int {
	type scored struct {
		id    int
		score float32
	}
	var all []scored
	for i, v := range vectors {
		if v != nil {
			all = append(all, scored{i, dot(v, query)})
		}
	}
	slices.SortFunc(all, func(a, b scored) int {
		if a.score > b.score {
			return -1
		}
		return 1
	})
	var ids []int
	for _, s := range all[:min(k, len(all))] {
		ids = append(ids, s.id)
	}
	return ids
}

func BenchmarkLearn(b *testing.B) {
	_, passages := wikiPassages(b)
	for b.Loop() {
		if err := NewLSA(LSAOptions{}).Learn(b.Context(), passages); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadAndQuery(b *testing.B) {
	_, passages := wikiPassages(b)
	lsa := NewLSA(LSAOptions{})
	if err := lsa.Learn(b.Context(), passages); err != nil {
		b.Fatal(err)
	}
	var saved bytes.Buffer
	if err := lsa.Save(&saved); err != nil {
		b.Fatal(err)
	}
	question := [][]string{bigrams("《战国无双3》是由哪两个公司合作开发的？")}
	b.Run("load", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := NewLSA(LSAOptions{}).Load(saved.Bytes()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("query", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := lsa.EmbedTokens(b.Context(), question); err != nil {
				b.Fatal(err)
			}
		}
	})
}
