// Package shapes makes small folders of everyday documents with questions that they
// answer, for learning: notices, price tables, minutes, manuals, posts. The documents are
// templates (data/) filled with invented names and numbers. It makes no prose of its own,
// and refuses templates with a slot that nothing fills.
//
//	folder, err := shapes.Make(3) // always the same for the same number
package shapes

import (
	"embed"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strconv"
	"strings"
)

//go:embed data
var files embed.FS

// Document is one made document; Name has the extension its form needs.
type Document struct{ Name, Text string }

// Question is a question about one document of the folder.
type Question struct{ Text, Answer, Document string }

// Folder is documents that belong together.
type Folder struct {
	Documents []Document
	Questions []Question
}

// copies is how many documents of each template a folder has: rivals with other names.
const copies = 2

// asked is how many of a document's questions are asked.
const asked = 7

// Make makes folder number n.
func Make(n int) (*Folder, error) {
	rng := rand.New(rand.NewPCG(uint64(n), 17))
	pools, err := readPools()
	if err != nil {
		return nil, err
	}
	entries, err := files.ReadDir("data")
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	f := &Folder{}
	for _, e := range entries {
		if e.Name() == "pools.txt" {
			continue
		}
		t, err := readTemplate(e.Name())
		if err != nil {
			return nil, err
		}
		m := maker{rng: rng, pools: pools, used: map[string]bool{}}
		for i := range copies {
			if err := f.add(&m, t, i); err != nil {
				return nil, fmt.Errorf("fill %s: %w", e.Name(), err)
			}
		}
	}
	return f, nil
}

// add fills one template.
func (f *Folder) add(m *maker, t *template, i int) error {
	fill, err := m.fill(t)
	if err != nil {
		return err
	}
	ext := path.Ext(t.name)
	d := Document{fmt.Sprintf("%s-%d%s", strings.TrimSuffix(t.name, ext), i+1, ext), fill.Replace(t.text)}
	if at := strings.Index(d.Text, "{"); at >= 0 && strings.ContainsAny(d.Text[at+1:at+2], "abcdefghijklmnopqrstuvwxyz") {
		return fmt.Errorf("nothing fills %.12s", d.Text[at:])
	}
	f.Documents = append(f.Documents, d)
	asks := slices.Clone(t.asks)
	m.rng.Shuffle(len(asks), func(i, j int) { asks[i], asks[j] = asks[j], asks[i] })
	for _, a := range asks[:min(asked, len(asks))] {
		q := a.questions[m.rng.IntN(len(a.questions))]
		f.Questions = append(f.Questions, Question{fill.Replace(q), fill.Replace(a.answer), d.Name})
	}
	return nil
}

// template is a document with slots and the questions it answers.
type template struct {
	name  string
	slots [][2]string // name and what fills it
	text  string
	asks  []ask
}

type ask struct {
	answer    string
	questions []string
}

func readTemplate(name string) (*template, error) {
	b, err := files.ReadFile("data/" + name)
	if err != nil {
		return nil, fmt.Errorf("read template: %w", err)
	}
	parts := strings.Split("\n"+string(b), "\n---\n")
	if len(parts) < 3 {
		return nil, fmt.Errorf("%s: want slots, text and questions", name)
	}
	last := len(parts) - 1
	t := &template{name: name, text: strings.TrimPrefix(strings.Join(parts[1:last], "\n---\n"), "\n")}
	for line := range strings.Lines(parts[0]) {
		if slot, what, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			t.slots = append(t.slots, [2]string{slot, what})
		}
	}
	for line := range strings.Lines(parts[last]) {
		if answer, questions, ok := strings.Cut(strings.TrimSpace(line), " => "); ok {
			t.asks = append(t.asks, ask{answer, strings.Split(questions, " / ")})
		}
	}
	return t, nil
}

// maker fills slots; no two documents of one template get the same name.
type maker struct {
	rng   *rand.Rand
	pools map[string][]string
	used  map[string]bool
}

func (m *maker) fill(t *template) (*strings.Replacer, error) {
	var pairs []string
	for _, s := range t.slots {
		v, err := m.value(s[1])
		if err != nil {
			return nil, fmt.Errorf("slot %s: %w", s[0], err)
		}
		pairs = append(pairs, "{"+s[0]+"}", v)
	}
	return strings.NewReplacer(pairs...), nil
}

// value is a number of a range, or a name of a pool that was not taken yet.
func (m *maker) value(what string) (string, error) {
	if low, high, ok := strings.Cut(what, "-"); ok {
		a, err := strconv.Atoi(low)
		if err != nil {
			return "", err
		}
		b, err := strconv.Atoi(high)
		if err != nil {
			return "", err
		}
		return strconv.Itoa(a + m.rng.IntN(b-a+1)), nil
	}
	pool := strings.TrimRight(what, "0123456789")
	for {
		v, err := m.name(pool)
		if err != nil || !m.used[v] {
			m.used[v] = true
			return v, err
		}
	}
}

func (m *maker) name(pool string) (string, error) {
	pick := func(words []string) string { return words[m.rng.IntN(len(words))] }
	if pool == "person" {
		return pick(m.pools["surname"]) + pick(m.pools["given"]), nil
	}
	if len(m.pools[pool]) == 0 {
		return "", fmt.Errorf("no pool %q", pool)
	}
	return pick(m.pools[pool]), nil
}

func readPools() (map[string][]string, error) {
	b, err := files.ReadFile("data/pools.txt")
	if err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] != "#" {
			out[f[0]] = f[1:]
		}
	}
	return out, nil
}
