package extract_test

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"ask/bot/extract"
	"ask/retrieve"
	"ask/retrieve/corpus"
	"ask/retrieve/document"
	"ask/retrieve/question"
	"ask/retrieve/text"
	"ask/retrieve/trees"
)

var reader = sync.OnceValue(question.New)

// chooser binds the models built into the program to the features of the code.
func chooser(t testing.TB) *extract.Chooser {
	t.Helper()
	c, err := extract.New(reader())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func sentence(passage, order, runes int, prob float64) extract.Sentence {
	return extract.Sentence{Passage: passage, Order: order, Runes: runes, Prob: prob}
}

// names writes picked sentences as passage.order.
func names(list []extract.Sentence) string {
	var out []string
	for _, s := range list {
		out = append(out, string(rune('0'+s.Passage))+"."+string(rune('0'+s.Order)))
	}
	return strings.Join(out, " ")
}

func TestPick(t *testing.T) {
	free := extract.Length{Max: 1000, Floor: 1}
	for _, c := range []struct {
		name   string
		length extract.Length
		all    []extract.Sentence
		want   string
	}{
		{"none", free, nil, ""},
		{"the best alone, however long", extract.Length{Max: 10, Lambda: 1}, []extract.Sentence{sentence(0, 0, 500, 0.01), sentence(0, 1, 400, 0.02)}, "0.1"},
		{"the passage of the best first, each in order of places", free, []extract.Sentence{sentence(0, 2, 5, 0.2), sentence(0, 4, 5, 0.3), sentence(1, 1, 5, 0.4), sentence(0, 1, 5, 0.1)}, "1.1 0.1 0.2 0.4"},
		{"longest answer", extract.Length{Max: 25, Floor: 1}, []extract.Sentence{sentence(0, 0, 10, 0.5), sentence(0, 1, 16, 0.4), sentence(0, 2, 15, 0.3), sentence(0, 3, 1, 0.2)}, "0.0 0.2"},
		{"least share of the best", extract.Length{Max: 1000, Floor: 1, Ratio: 0.5}, []extract.Sentence{sentence(0, 0, 5, 0.8), sentence(0, 1, 5, 0.41), sentence(0, 2, 5, 0.39)}, "0.0 0.1"},
		{"pays for its length", extract.Length{Max: 1000, Floor: 1, Lambda: 0.01}, []extract.Sentence{sentence(0, 0, 5, 0.5), sentence(0, 1, 31, 0.3), sentence(0, 2, 10, 0.15)}, "0.0 0.2"},
		{"short ones count as the floor", extract.Length{Max: 1000, Floor: 20, Lambda: 0.01}, []extract.Sentence{sentence(0, 0, 5, 0.5), sentence(0, 1, 2, 0.19), sentence(0, 2, 2, 0.21)}, "0.0 0.2"},
		{"a sum over 1 is shared out", extract.Length{Max: 1000, Floor: 1, Lambda: 0.05}, []extract.Sentence{sentence(0, 0, 10, 0.9), sentence(0, 1, 10, 0.8), sentence(0, 2, 10, 0.8)}, "0.0"},
		{"equal ones: the first", extract.Length{Max: 5, Floor: 1}, []extract.Sentence{sentence(0, 0, 5, 0.5), sentence(0, 1, 5, 0.5)}, "0.0"},
	} {
		before := slices.Clone(c.all)
		if got := names(c.length.Pick(c.all)); got != c.want {
			t.Errorf("%s: picks %q, want %q", c.name, got, c.want)
		}
		if !slices.Equal(before, c.all) {
			t.Errorf("%s: changes its argument", c.name)
		}
	}
}

// TestPickShippedLength checks the file built into the program on the same rules.
func TestPickShippedLength(t *testing.T) {
	c := chooser(t)
	if c.Passages() < 1 || c.Threshold(0) <= 0 || c.Threshold(0) >= 1 {
		t.Fatalf("%d passages, threshold %v", c.Passages(), c.Threshold(0))
	}
	var all []extract.Sentence
	for i := range 9 {
		all = append(all, sentence(i/3, i%3, 80, 1/float64(i+1)))
	}
	got := c.Pick(all)
	if len(got) == 0 || len(got) == len(all) || got[0] != all[0] {
		t.Errorf("picks %s of nine sentences of 80 runes", names(got))
	}
}

const ferry = "白鹭号每天早上六点二十分离港。白鹭号的船长是贺兰舟，他在这条航线上开了十七年船。船票每人十二元。"

func terms(words ...string) []extract.Term {
	var out []extract.Term
	for _, w := range words {
		out = append(out, extract.Term{Text: w, IDF: 2})
	}
	return out
}

// column is the value of a feature in a row.
func column(t *testing.T, row []float32, list []string, name string) float64 {
	t.Helper()
	i := slices.Index(list, name)
	if i < 0 || len(row) != len(list) {
		t.Fatalf("feature %q is number %d of %d, the row has %d", name, i, len(list), len(row))
	}
	return float64(row[i])
}

// oneHot finds the only is_ feature that is set.
func oneHot(t *testing.T, row []float32, list []string) string {
	t.Helper()
	var set []string
	for i, n := range list {
		if strings.HasPrefix(n, "is_") && row[i] != 0 {
			set = append(set, n)
		}
	}
	return strings.Join(set, " ")
}

// TestRowsFollowTheNames: a row has a value a name, and what can be told by hand stands
// where its name does; question types are last, so an offset anywhere would show.
func TestRowsFollowTheNames(t *testing.T) {
	list := extract.AllFeatures()
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	if len(slices.Compact(sorted)) != len(list) || !slices.Equal(list[:len(extract.Features())], extract.Features()) {
		t.Fatalf("features %q", list)
	}
	for _, c := range []struct{ question, typ string }{
		{"白鹭号为什么晚点?", "is_why"},
		{"白鹭号什么时候离港?", "is_when"},
		{"船票多少元?", "is_num"},
		{"白鹭号的船长是谁?", "is_who"},
		{"白鹭号停在哪里?", "is_where"},
		{"白鹭号如何离港?", "is_how"},
		{"船长叫什么名字?", "is_name"},
		{"白鹭号是什么?", "is_def"},
		{"有哪些船?", "is_list"},
		{"白鹭号", ""},
	} {
		q := reader().Read(c.question)
		sentences, rows := learner(t).Rows(q, terms("船长", "白鹭号"), []extract.Passage{{Title: "白鹭号", Text: ferry, Score: 2}, {Text: "另一段船长的话。", Score: 1}})
		if len(sentences) != 4 || len(rows) != 4 {
			t.Fatalf("%d sentences, %d rows", len(sentences), len(rows))
		}
		if got := oneHot(t, rows[1], list); got != c.typ {
			t.Errorf("%q: %q is set, want %q", c.question, got, c.typ)
		}
		for i, want := range map[string][4]float64{
			"ov": {0.5, 1, 0, 0.5}, "ovrest": {0, 1, 0, 0.5}, "ctx": {0.5, 1, 1, 0.5}, "prev": {0, 0.5, 1, 0}, "next": {1, 0, 0, 0},
			"first": {1, 0, 0, 1}, "last": {0, 0, 1, 1}, "rank": {0, 0, 0, 1}, "sratio": {1, 1, 1, 0.5}, "gap": {0.5, 0.5, 0.5, 0.5},
			"pcov": {1, 1, 1, 0.5}, "tcov": {0.5, 0.5, 0.5, 0}, "nmatch": {0.5, 1, 0, 0.5}, "is": {0, 1, 0, 0}, "colon": {0, 0, 0, 0},
		} {
			for k, row := range rows {
				if got := column(t, row, list, i); math.Abs(got-want[k]) > 1e-6 {
					t.Errorf("%q: %s of sentence %d = %v, want %v", c.question, i, k, got, want[k])
				}
			}
		}
		for k, s := range sentences {
			if s.Passage != k/3 || s.Order != k%3 || s.Runes == 0 {
				t.Errorf("sentence %d is %+v", k, s)
			}
		}
	}
}

func TestRowsWithoutSentences(t *testing.T) {
	for _, ps := range [][]extract.Passage{nil, {{}}, {{Text: " \n "}}, {{Text: "全跳过。", Skip: []text.Span{{Start: 0, End: 12}}}}} {
		s, rows := learner(t).Rows(reader().Read("谁?"), nil, ps)
		if len(s) != 0 || len(rows) != 0 {
			t.Errorf("%v: %v, %v", ps, s, rows)
		}
		if s, p := chooser(t).Judge(reader().Read("谁?"), nil, 0, ps); len(s) != 0 || p != 0 {
			t.Errorf("Judge(%v) = %v, %v", ps, s, p)
		}
	}
}

// TestSynonymsCountAsFound: a word's synonym is as good as the word.
func TestSynonymsCountAsFound(t *testing.T) {
	list := extract.AllFeatures()
	q := reader().Read("白鹭号由谁负责?")
	ps := []extract.Passage{{Text: "贺兰舟领导白鹭号。贺兰舟爱喝茶。"}}
	plain := []extract.Term{{Text: "白鹭号", IDF: 1}, {Text: "负责", IDF: 3}}
	alias := []extract.Term{{Text: "白鹭号", IDF: 1}, {Text: "负责", IDF: 3, Synonyms: []string{"主管", "领导"}}}
	for _, c := range []struct {
		terms []extract.Term
		want  [2]float64
	}{{plain, [2]float64{0.25, 0}}, {alias, [2]float64{1, 0}}} {
		_, rows := learner(t).Rows(q, c.terms, ps)
		for k, row := range rows {
			if got := column(t, row, list, "ov"); got != c.want[k] {
				t.Errorf("%v: ov of sentence %d = %v, want %v", c.terms, k, got, c.want[k])
			}
		}
	}
}

func TestTermsOfAResult(t *testing.T) {
	got := extract.Terms(&retrieve.Result{Terms: []retrieve.Term{
		{Text: "船长", IDF: 1.5, Passages: 3, Synonyms: []string{"船老大"}}, {Text: "司徒", IDF: 4},
	}})
	if len(got) != 2 || got[0].Text != "船长" || got[0].IDF != 1.5 || got[0].None || !slices.Equal(got[0].Synonyms, []string{"船老大"}) || !got[1].None {
		t.Errorf("terms %+v", got)
	}
}

// TestEvidenceRow checks length, order and the figures that are known beforehand.
func TestEvidenceRow(t *testing.T) {
	c, list := chooser(t), extract.EvidenceFeatures()
	held := []extract.Term{{Text: "白鹭号", IDF: 1}, {Text: "船长", IDF: 1}, {Text: "司徒", IDF: 2, None: true}}
	ps := []extract.Passage{{Title: "白鹭号", Text: ferry, Score: 2}, {Text: "另一段船长的话。", Score: 1}}
	for _, w := range []struct {
		question, typ string
		absent        int
		want          float64
	}{{"白鹭号的船长是谁?", "is_who", 0, 0}, {"白鹭号什么时候离港?", "is_when", 2, 2}, {"白鹭号为什么晚点?", "is_why", 9, 3}, {"白鹭号", "", 1, 1}} {
		q := reader().Read(w.question)
		sentences, row := c.Evidence(q, held, w.absent, ps)
		if len(sentences) != 4 {
			t.Fatalf("%d sentences", len(sentences))
		}
		if got := oneHot(t, row, list); got != w.typ {
			t.Errorf("%q: %q is set, want %q", w.question, got, w.typ)
		}
		for name, want := range map[string]float64{
			"absent": w.want, "unheld": 0.5, "terms": 2, "runes": float64(utf8.RuneCountInString(q.Folded)), "tcov_1": 0.5, "tcov_max": 0.5, "pcov_max": 1, "ov_max": 1, "gap": 0.5,
		} {
			if got := column(t, row, list, name); math.Abs(got-want) > 1e-6 {
				t.Errorf("%q: %s = %v, want %v", w.question, name, got, want)
			}
		}
		best := slices.MaxFunc(sentences, func(a, b extract.Sentence) int {
			if a.Prob < b.Prob {
				return -1
			}
			return 1
		})
		if got := column(t, row, list, "lp1"); math.Abs(got-math.Log(best.Prob/(1-best.Prob))) > 1e-4 {
			t.Errorf("%q: lp1 = %v, the best sentence has %v", w.question, got, best.Prob)
		}
		for i, v := range row {
			if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
				t.Errorf("%q: %s = %v", w.question, list[i], v)
			}
		}
	}
}

// TestScoreLooksAtThePassagesItSays and no further.
func TestScoreLooksAtThePassagesItSays(t *testing.T) {
	c := chooser(t)
	var ps []extract.Passage
	for range c.Passages() + 3 {
		ps = append(ps, extract.Passage{Text: ferry})
	}
	got := c.Score(reader().Read("白鹭号的船长是谁?"), terms("白鹭号", "船长"), ps)
	if len(got) != 3*c.Passages() {
		t.Errorf("%d sentences of %d passages", len(got), c.Passages())
	}
	for i, s := range got {
		if s.Prob <= 0 || s.Prob >= 1 || s.Passage != i/3 {
			t.Errorf("sentence %d is %+v", i, s)
		}
	}
	if got[1].Prob <= got[0].Prob || got[1].Prob <= got[2].Prob {
		t.Errorf("the captain's sentence has %v, its neighbours %v and %v", got[1].Prob, got[0].Prob, got[2].Prob)
	}
}

// TestWith swaps the sentence model and nothing else.
func TestWith(t *testing.T) {
	c := chooser(t)
	flat := learner(t).With(&trees.Model{Features: extract.AllFeatures()})
	for _, s := range flat.Score(reader().Read("谁?"), nil, []extract.Passage{{Text: ferry}}) {
		if s.Prob != 0.5 {
			t.Errorf("an empty model gives %v", s.Prob)
		}
	}
	if flat.Passages() != c.Passages() || flat.Threshold(0) != c.Threshold(0) {
		t.Error("With changes the length")
	}
}

func TestNewScorer(t *testing.T) {
	s, err := extract.NewScorer(reader())
	if err != nil {
		t.Fatal(err)
	}
	q, ps := reader().Read("白鹭号的船长是谁?"), []extract.Passage{{Text: ferry}}
	got, want := s.Score(q, terms("船长"), ps), chooser(t).Score(q, terms("船长"), ps)
	if !slices.Equal(got, want) {
		t.Errorf("scores %v, want %v", got, want)
	}
}

func hit(title, body string, start int, headings ...document.Heading) retrieve.Hit {
	return retrieve.Hit{Document: document.Document{Title: title, Headings: headings}, Text: body, Start: start, End: start + len(body)}
}

// quotable lists the sentences that a hit leaves to choose from.
func quotable(t *testing.T, h retrieve.Hit) []string {
	t.Helper()
	ps := extract.FromHits([]retrieve.Hit{h}, 1)
	sentences, _ := learner(t).Rows(reader().Read("白鹭号?"), nil, ps)
	var out []string
	for _, s := range sentences {
		out = append(out, ps[0].Text[s.Start:s.End])
	}
	return out
}

func TestFromHitsSkipsTitles(t *testing.T) {
	head := "一、船票\n"
	for _, c := range []struct {
		name string
		hit  retrieve.Hit
		want []string
	}{
		{"title line", hit("白鹭号夏季改点", "白鹭号夏季改点\n早上六点离港。", 0), []string{"早上六点离港。"}},
		{"title with other marks", hit("白鹭号：夏季改点", "「白鹭号·夏季改点」\n早上六点离港。", 0), []string{"早上六点离港。"}},
		{"in the other script", hit("白鷺號夏季改點", "白鹭号夏季改点\n早上六点离港。", 0), []string{"早上六点离港。"}},
		{"most of the title", hit("白鹭号夏季改点 - 潮声网", "白鹭号夏季改点\n早上六点离港。", 0), []string{"早上六点离港。"}},
		{"a word of the title is no title line", hit("白鹭号夏季改点的公告", "白鹭号\n早上六点离港。", 0), []string{"白鹭号", "早上六点离港。"}},
		{"no title", hit("", "白鹭号\n早上六点离港。", 0), []string{"白鹭号", "早上六点离港。"}},
		{"only marks", hit("白鹭号", "——\n早上六点离港。\n* * *", 0), []string{"早上六点离港。"}},
		{"heading", hit("班次", head+"每人十二元。", 0, document.Heading{Level: 2, Start: 0, End: len(head) - 1}), []string{"每人十二元。"}},
		{"heading of a passage further down", hit("班次", head+"每人十二元。", 1000, document.Heading{Level: 2, Start: 1000, End: 1000 + len(head) - 1}), []string{"每人十二元。"}},
		{"heading of another passage", hit("班次", "早上六点离港。", 1000, document.Heading{Level: 2, Start: 0, End: 12}, document.Heading{Level: 2, Start: 5000, End: 5012}), []string{"早上六点离港。"}},
	} {
		if got := quotable(t, c.hit); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestFromHits(t *testing.T) {
	h := hit("班次", ferry, 7)
	h.Heading, h.Score, h.Doc = "一、船票", 3.5, 9
	h.Tags = []corpus.Tag{{Start: 9, Len: 3, Class: corpus.TagPerson}, {Start: 0, Len: 3, Class: 99}}
	for n, want := range []int{0, 1, 2, 2} {
		if got := len(extract.FromHits([]retrieve.Hit{h, h}, n)); got != want {
			t.Errorf("%d of 2 hits: %d passages, want %d", n, got, want)
		}
	}
	p := extract.FromHits([]retrieve.Hit{h}, 1)[0]
	if p.Title != "班次 一、船票" || p.Text != ferry || p.Score != 3.5 || p.Doc != 9 {
		t.Errorf("passage %+v", p)
	}
	if len(p.Tags) != 1 || p.Tags[0] != (extract.Tag{Start: 9, End: 12, Sort: question.Person}) {
		t.Errorf("tags %+v", p.Tags)
	}
}

// TestTagsAreNames: who is asked for, and the indexer saw a person in the sentence.
func TestTagsAreNames(t *testing.T) {
	at := strings.Index(ferry, "贺兰舟")
	with := extract.Passage{Text: ferry, Tags: []extract.Tag{{Start: at, End: at + len("贺兰舟"), Sort: question.Person}}}
	q, list := reader().Read("白鹭号的船长是谁?"), extract.AllFeatures()
	_, plain := learner(t).Rows(q, terms("船长"), []extract.Passage{{Text: ferry}})
	_, tagged := learner(t).Rows(q, terms("船长"), []extract.Passage{with})
	for k := range tagged {
		want := 0.0
		if k == 1 {
			want = 1
		}
		if got := column(t, tagged[k], list, "typ"); got != want || column(t, plain[k], list, "typ") != 0 {
			t.Errorf("sentence %d: typ %v tagged, %v untagged", k, got, column(t, plain[k], list, "typ"))
		}
	}
}

func TestMarks(t *testing.T) {
	c := chooser(t)
	for _, w := range []struct {
		name, question, quote string
		words                 []string
		want                  string // word marks in [], answers in {}
	}{
		{"words", "船长是谁?", "白鹭号的船长是贺兰舟，船长爱茶。", []string{"船长"}, "白鹭号的[船长]是贺兰舟，[船长]爱茶。"},
		{"overlapping words are one", "白鹭号?", "白鹭号离港。", []string{"白鹭", "鹭号"}, "[白鹭号]离港。"},
		{"other script and width", "ＬＡＢ航線?", "Lab 的航线。", []string{"lab", "航线"}, "[Lab] 的[航线]。"},
		{"number asked for", "票价多少元?", "票价是12元，老人免票。", []string{"票价"}, "[票价]是{12元},老人免票。"},
		{"date asked for", "什么时候离港?", "它5月20日离港。", []string{"离港"}, "它{5月20日}[离港]。"},
		{"the question's own number is no answer", "12元能坐几次?", "票价12元。", []string{"12"}, "票价[12]元。"},
		{"nothing", "谁?", "老人免票。", nil, "老人免票。"},
		{"empty quote", "谁?", "", []string{"谁"}, ""},
	} {
		q := reader().Read(w.question)
		var out strings.Builder
		at := 0
		for _, m := range c.Marks(q, terms(w.words...), w.quote) {
			open, shut := "[", "]"
			if m.Answer {
				open, shut = "{", "}"
			}
			out.WriteString(w.quote[at:m.Start] + open + w.quote[m.Start:m.End] + shut)
			at = m.End
		}
		out.WriteString(w.quote[at:])
		if got := out.String(); strings.ReplaceAll(got, "，", ",") != strings.ReplaceAll(w.want, "，", ",") {
			t.Errorf("%s: %s, want %s", w.name, got, w.want)
		}
	}
}

// FuzzMarks: marks are in order, apart, not empty, and on whole runes of the quote.
func FuzzMarks(f *testing.F) {
	f.Add("白鹭号什么时候离港?", "白鹭号5月20日离港。", "白鹭", "离港")
	f.Add("票价多少元?", "票价12元\n", "票价", "")
	f.Add("when?", "\xff2024-05-12 İ ﬁ", "İ", "\xff")
	f.Add("几?", "ﷺ一二三个①", "ﷺ", "①")
	c, err := extract.New(reader())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, ask, quote, a, b string) {
		if len(quote) > 2000 || len(ask) > 500 {
			return
		}
		at := 0
		for _, m := range c.Marks(reader().Read(ask), terms(text.Fold(a), text.Fold(b)), quote) {
			if m.Start < at || m.End <= m.Start || m.End > len(quote) {
				t.Fatalf("mark %+v behind %d of %d bytes", m, at, len(quote))
			}
			if utf8.ValidString(quote) && !utf8.ValidString(quote[m.Start:m.End]) {
				t.Fatalf("mark %+v cuts a rune of %q", m, quote)
			}
			at = m.End
		}
	})
}

// FuzzScore: any passage and question gives sentences of the passage with probabilities.
func FuzzScore(f *testing.F) {
	f.Add("白鹭号的船长是谁?", ferry, "白鹭号", "船长")
	f.Add("多少个?", "几个\xff。十个！？", "", "个")
	f.Add("", "", "", "")
	f.Add("哪些?", "甲、乙、丙。《一。二》三", "甲、乙", "丙")
	c, err := extract.New(reader())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, ask, body, title, word string) {
		if len(body) > 2000 || len(ask) > 500 {
			return
		}
		q := reader().Read(ask)
		got, p := c.Judge(q, terms(text.Fold(word)), 0, []extract.Passage{{Title: title, Text: body, Score: 1}})
		if p < 0 || p > 1 || math.IsNaN(p) {
			t.Fatalf("Judge gives %v", p)
		}
		at := 0
		for _, s := range got {
			if s.Start < at || s.End <= s.Start || s.End > len(body) || s.Prob < 0 || s.Prob > 1 || math.IsNaN(s.Prob) {
				t.Fatalf("sentence %+v behind %d of %d bytes", s, at, len(body))
			}
			at = s.End
		}
	})
}

func learner(t *testing.T) *extract.Learner {
	t.Helper()
	l, err := extract.NewLearner(reader())
	if err != nil {
		t.Fatal(err)
	}
	return l
}
