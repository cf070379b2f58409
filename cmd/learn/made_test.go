package main

import (
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"ask/bot/extract"
)

// TestMix: the same passages in another order, with scores that fall and keep the best.
func TestMix(t *testing.T) {
	rng, moved := rand.New(rand.NewPCG(1, 1)), false
	for range 20 {
		var list []candidate
		for i := range 5 {
			list = append(list, candidate{extract.Passage{Title: string(rune('a' + i)), Score: 5 - float64(i)}, string(rune('a' + i))})
		}
		mix(rng, list)
		var seen []string
		for i, c := range list {
			seen = append(seen, c.document)
			if c.Title != c.document {
				t.Errorf("passage %s of document %s", c.Title, c.document)
			}
			if i > 0 && c.Score > list[i-1].Score {
				t.Errorf("score %v after %v", c.Score, list[i-1].Score)
			}
		}
		moved = moved || seen[0] != "a"
		slices.Sort(seen)
		if !slices.Equal(seen, []string{"a", "b", "c", "d", "e"}) || list[0].Score != 5 {
			t.Errorf("mixed to %v, best %v", seen, list[0].Score)
		}
	}
	if !moved {
		t.Error("the best passage always stays first")
	}
	mix(rng, nil) // must not panic
}

// TestOpenMade: a made folder is indexed, and most questions find their answer.
func TestOpenMade(t *testing.T) {
	s, err := openMade(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	tmp := s.dir
	s.questions = s.questions[:20]
	list, err := s.examples(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, e := range list {
		if slices.Contains(e.answer, true) {
			found++
		}
	}
	if len(list) != 20 || found < 15 {
		t.Errorf("%d of %d questions find their answer", found, len(list))
	}
	s.close()
	if _, err := os.Stat(tmp); !os.IsNotExist(err) {
		t.Errorf("%s is left behind: %v", tmp, err)
	}
}
