package question

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// slowReader finds what Reader finds in sentences with package regexp.
type slowReader struct {
	pieces, quick []rule
	cues          map[string]*regexp.Regexp
}

func newSlowReader(t testing.TB) *slowReader {
	t.Helper()
	b, err := data.ReadFile("data/patterns.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := &slowReader{cues: map[string]*regexp.Regexp{}}
	for line := range strings.Lines(string(b)) {
		f := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
		if len(f) < 3 || !slices.Contains([]string{"piece", "quick", "cue"}, f[0]) {
			continue
		}
		re := regexp.MustCompile(f[2])
		switch f[0] {
		case "piece":
			r.pieces = append(r.pieces, rule{f[1], re})
		case "quick":
			r.quick = append(r.quick, rule{f[1], re})
		case "cue":
			r.cues[f[1]] = re
		}
	}
	return r
}

func (r *slowReader) Pieces(s, wanted string) []Piece {
	var out []Piece
	var dates [][]int
	for _, p := range r.pieces {
		found := p.re.FindAllStringIndex(s, -1)
		if p.name == "date" {
			dates = found
		}
		for _, m := range found {
			inDate := slices.ContainsFunc(dates, func(d []int) bool { return m[0] >= d[0] && m[0] < d[1] })
			if sort := sortOf(p.name); strings.IndexByte(wanted, byte(sort)) >= 0 && (sort != Number || !inDate) {
				out = append(out, Piece{m[0], m[1], sort})
			}
		}
	}
	return out
}

func (r *slowReader) Shows(q *Question, s string) (shows, asked bool) {
	for _, p := range r.quick {
		if p.name != quickOf(q.Type) {
			continue
		}
		return slices.ContainsFunc(p.re.FindAllString(s, -1), func(found string) bool {
			return !strings.Contains(q.Folded, found)
		}), true
	}
	return false, false
}

func (r *slowReader) Cue(q *Question, s string) bool {
	re := r.cues[string(q.Type)]
	return re != nil && re.MatchString(s)
}

// compare reports where Reader and slowReader differ on folded s.
func (r *slowReader) compare(t testing.TB, q *Question, s string) {
	t.Helper()
	for _, wanted := range []string{"DNQOAPS", "N", Expected(q.Type)} {
		if diff := cmp.Diff(r.Pieces(s, wanted), reader.Pieces(s, wanted, nil), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("Pieces(%q, %q) (-regexp +reader):\n%s", s, wanted, diff)
		}
	}
	shows, asked := reader.Shows(q, s)
	if wantShows, wantAsked := r.Shows(q, s); shows != wantShows || asked != wantAsked {
		t.Errorf("Shows(%q, %q) = %v, %v, by regexp %v, %v", q.Folded, s, shows, asked, wantShows, wantAsked)
	}
	if got, want := reader.Cue(q, s), r.Cue(q, s); got != want {
		t.Errorf("Cue(%q, %q) = %v, by regexp %v", q.Folded, s, got, want)
	}
}

func TestFindsWhatRegexpFinds(t *testing.T) {
	slow := newSlowReader(t)
	sentences := []string{
		"公元前221年至前3年初,2024年12月31日,1999-1-2与2024-13", "二十世纪末,21世纪初,三月十二日,3月,31号,九日",
		"一二三四五六七八九十个,1,234.5万公里,7%和百分之三点五,三百二十一条", "《云岬志》与《》,\"雾季\"和\"\"",
		"溪口县人民政府委员会与云岬大学出版社的俱乐部", "阿贝·卡多·x和三文·鱼·,· ·", "gpt-4o mini & co. a b-c",
		"位于云岬市溪口区灯塔路八十八号的河岸山城", "\xff年2024\xe4年", "王五与欧阳修,周某", "",
	}
	for _, typ := range []string{"谁", "何时", "多少", "哪里", "为什么", "如何", "叫什么", "哪些", "哪", "什么", "云岬"} {
		q := reader.Read(typ)
		for _, s := range sentences {
			slow.compare(t, q, s)
		}
	}
}
