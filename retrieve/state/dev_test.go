package state

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"ask/retrieve/when"
)

// devCase is a line of testdata/states.jsonl: a text with the statements expected, or
// a question with what it asks for (nothing if ask is missing).
type devCase struct {
	ID, Part, Text, Published, Question string
	Want                                []devStatement
	Ask                                 *devAsk
}

type devStatement struct {
	Kind                                                       Kind
	Subject, Of, Role, Object, From, To, Claim, Tense, Speaker string
}

type devAsk struct {
	Mode, Of, Role, Subject, At string
	Kinds                       []Kind
}

func devSet(t testing.TB) []devCase {
	t.Helper()
	f, err := os.Open("../../testdata/states.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []devCase
	for in := bufio.NewScanner(f); in.Scan(); {
		var c devCase
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			t.Fatalf("%v in %s", err, in.Text())
		}
		out = append(out, c)
	}
	return out
}

func extractor(t testing.TB) *Extractor {
	t.Helper()
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// core is what tells statements apart; the rest is measured for those that match.
func (d devStatement) core() string {
	return fmt.Sprintf("%s|%s|%s|%s|%s", d.Kind, d.Subject, d.Of, d.Role, d.Object)
}

func (d devStatement) filled() devStatement {
	if d.Claim == "" {
		d.Claim = Stated
	}
	if d.Tense == "" {
		d.Tense = Past
		if d.Kind == Holds {
			d.Tense = Present
		}
	}
	return d
}

func found(st Statement) devStatement {
	return devStatement{st.Kind, st.Subject, st.Of, st.Role, st.Object, st.From.String(), st.To.String(), st.Claim, st.Tense, st.Speaker}
}

// score counts right, expected and found statements, and of the right ones how many
// have the other fields right as well.
type score struct{ right, want, got, date, claim, tense, speaker int }

// rates are precision and recall.
func (s score) rates() (float64, float64) {
	p, r := 1.0, 1.0
	if s.got > 0 {
		p = float64(s.right) / float64(s.got)
	}
	if s.want > 0 {
		r = float64(s.right) / float64(s.want)
	}
	return p, r
}

func (s score) String() string {
	p, r := s.rates()
	return fmt.Sprintf("precision %.3f (%d of %d), recall %.3f (of %d); of the right ones date %d, claim %d, tense %d, speaker %d right",
		p, s.right, s.got, r, s.want, s.date, s.claim, s.tense, s.speaker)
}

func TestDevSet(t *testing.T) {
	x := extractor(t)
	scores := map[string]map[Kind]*score{"tune": {}, "held": {}, "tune varied": {}, "held varied": {}}
	at := func(part string, k Kind) *score {
		if scores[part][k] == nil {
			scores[part][k] = &score{}
		}
		return scores[part][k]
	}
	for _, c := range devSet(t) {
		if c.Text == "" {
			continue
		}
		log := c.Part == "tune"
		if strings.HasPrefix(c.ID, "v") { // written to be unlike the others
			c.Part += " varied"
		}
		published, _ := when.Parse(c.Published)
		want := map[string]devStatement{}
		for _, w := range c.Want {
			w = w.filled()
			want[w.core()] = w
			at(c.Part, w.Kind).want++
			at(c.Part, "all").want++
		}
		var wrong []string
		for _, st := range x.Find(c.Text, published, nil) {
			g := found(st)
			w, ok := want[g.core()]
			for _, k := range []Kind{g.Kind, "all"} {
				n := at(c.Part, k)
				n.got++
				if !ok {
					continue
				}
				n.right++
				n.date += same(w.From+"~"+w.To, g.From+"~"+g.To)
				n.claim += same(w.Claim, g.Claim)
				n.tense += same(w.Tense, g.Tense)
				n.speaker += same(w.Speaker, g.Speaker)
			}
			if !ok {
				wrong = append(wrong, "  got  "+fmt.Sprintf("%+v", g))
			} else if w != g {
				wrong = append(wrong, "  part "+fmt.Sprintf("%+v", g))
			}
			delete(want, g.core())
		}
		for _, w := range want {
			wrong = append(wrong, "  want "+fmt.Sprintf("%+v", w))
		}
		if len(wrong) > 0 && log {
			t.Logf("%s %s\n%s", c.ID, c.Text, strings.Join(wrong, "\n"))
		}
	}
	for part, floor := range map[string]struct{ precision, recall float64 }{"tune": {0.97, 0.95}, "held": {0.93, 0.88}, "tune varied": {0.86, 0.86}, "held varied": {0.82, 0.69}} {
		for k, s := range scores[part] {
			t.Logf("%s %-9s %v", part, k, s)
		}
		all := scores[part]["all"]
		if p, r := all.rates(); p < floor.precision || r < floor.recall {
			t.Errorf("%s: precision %.3f, recall %.3f, want at least %.2f and %.2f", part, p, r, floor.precision, floor.recall)
		}
	}
}

func same(a, b string) int {
	if a == b {
		return 1
	}
	return 0
}

func TestAskedDevSet(t *testing.T) {
	x := extractor(t)
	right, all := map[string]int{}, map[string]int{}
	for _, c := range devSet(t) {
		if c.Question == "" {
			continue
		}
		got, ok := x.Asked(c.Question)
		want := devAsk{}
		if c.Ask != nil {
			want = *c.Ask
		}
		g := devAsk{got.Mode, got.Of, got.Role, got.Subject, got.At.String(), got.Kinds}
		if !ok {
			g = devAsk{}
		}
		key := c.Part + fmt.Sprintf(" asks=%v", c.Ask != nil)
		all[key]++
		if fmt.Sprint(g) == fmt.Sprint(want) {
			right[key]++
		} else if c.Part == "tune" {
			t.Logf("%s %s\n  got  %+v\n  want %+v", c.ID, c.Question, g, want)
		}
	}
	for k, n := range all {
		t.Logf("%s: %d of %d right", k, right[k], n)
		if float64(right[k]) < 0.8*float64(n) {
			t.Errorf("%s: %d of %d right", k, right[k], n)
		}
	}
}
