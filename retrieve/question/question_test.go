package question

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ask/retrieve/text"
)

var reader = New()

// lines are the lines of a data file that are no comments.
func lines(t *testing.T, name string) []string {
	t.Helper()
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.SplitSeq(string(b), "\n") {
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// TestPatterns: every rule compiles, has a known name, is folded, and matches something
// longer than nothing.
func TestPatterns(t *testing.T) {
	if _, err := load(); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	types := map[Type]bool{Why: true, When: true, Num: true, Who: true, Where: true, How: true, Name: true, Def: true, List: true, Which: true, What: true}
	for _, line := range lines(t, "patterns.txt") {
		f := strings.SplitN(line, " ", 3)
		kinds[f[0]]++
		if got := text.Fold(f[2]); got != f[2] && strings.ToLower(f[2]) == f[2] {
			t.Errorf("%s %s: pattern is not folded: %q", f[0], f[1], diffRune(f[2], got))
		}
		switch f[0] {
		case "type":
			if !types[Type(f[1])] {
				t.Errorf("unknown type %q", f[1])
			}
			delete(types, Type(f[1]))
		case "cue":
			if typ := Type(f[1]); typ != Other && !isType(typ) {
				t.Errorf("cue of unknown type %q", f[1])
			}
		case "piece":
			if sortOf(f[1]) == 0 {
				t.Errorf("unknown piece %q", f[1])
			}
		}
	}
	for typ := range types {
		t.Errorf("no rule of type %q, or two", typ)
	}
	for _, typ := range []Type{Who, When, Num, Where} {
		if !slices.Contains(reader.quick.names, quickOf(typ)) {
			t.Errorf("no quick pattern %q", quickOf(typ))
		}
	}
	for _, kind := range []string{"strip", "type", "cue", "piece", "quick", "unit"} {
		if kinds[kind] == 0 {
			t.Errorf("no rule of kind %q", kind)
		}
	}
	for _, r := range reader.types {
		if r.re.MatchString("") {
			t.Errorf("%s matches nothing", r.name)
		}
	}
	for typ, words := range reader.cues {
		for _, w := range words {
			if w == "" || regexp.QuoteMeta(w) != w {
				t.Errorf("cue %q of type %s is no word", w, typ)
			}
		}
	}
	for i, re := range reader.strip {
		if re.MatchString("") {
			t.Errorf("strip %d matches nothing", i)
		}
	}
}

func isType(typ Type) bool {
	for _, r := range reader.types {
		if Type(r.name) == typ {
			return true
		}
	}
	return false
}

// diffRune is the first rune that folding changes.
func diffRune(a, b string) string {
	ra, rb := []rune(a), []rune(b)
	for i := range ra {
		if ra[i] != rb[i] {
			return string(ra[i])
		}
	}
	return ""
}

func TestPut(t *testing.T) {
	if err := reader.put("kind", "name", "x"); err == nil {
		t.Error("an unknown kind is accepted")
	}
}

// TestLists: words of the lists are folded, and stand for what they should.
func TestLists(t *testing.T) {
	for _, name := range []string{"stop.txt", "singles.txt", "synonyms.txt"} {
		for _, line := range lines(t, name) {
			for _, w := range strings.Fields(line) {
				if text.Fold(w) != w {
					t.Errorf("%s: %q is not folded", name, w)
				}
				n := utf8.RuneCountInString(w)
				if name == "singles.txt" && n != 1 {
					t.Errorf("%s: %q is more than a character", name, w)
				}
			}
		}
	}
	for _, w := range []string{"的", "进行", "the"} {
		if !reader.Stop(w) {
			t.Errorf("Stop(%q) is false", w)
		}
	}
	for _, w := range []string{"", "杭州", "#", "left"} {
		if reader.Stop(w) {
			t.Errorf("Stop(%q) is true", w)
		}
	}
	if !reader.Single("老") || reader.Single("旸") || reader.Single("") {
		t.Error("Single tells words and others not apart")
	}
}

func TestSynonyms(t *testing.T) {
	for _, line := range lines(t, "synonyms.txt") {
		group := strings.Fields(line)
		for _, w := range group {
			got := map[string]bool{}
			for _, s := range reader.Synonyms(w) {
				got[s] = true
			}
			for _, other := range group {
				if other != w && !got[other] {
					t.Errorf("%q is no synonym of %q", other, w)
				}
			}
			if got[w] {
				t.Errorf("%q is a synonym of itself", w)
			}
		}
	}
	if diff := cmp.Diff([]string{"总部", "价格"}, reader.SynonymIn("总部的价格")); diff != "" {
		t.Errorf("SynonymIn (-want +got):\n%s", diff)
	}
	if got := reader.SynonymIn("杭"); got != nil {
		t.Errorf("SynonymIn = %q", got)
	}
}

func TestTypes(t *testing.T) {
	for typ, questions := range map[Type][]string{
		Why:   {"他为什么离职?", "林俊旸因何离开阿里？", "离职的原因", "Why did he leave?", "为啥涨价"},
		When:  {"林俊旸什么时候离职?", "千问哪年发布？", "何时上市", "會議是幾月幾號?", "发布日期", "When was it founded?", "What year did it start?"},
		Num:   {"西湖有多大?", "公司有几个人？", "多少员工", "How many people work there?", "How old is he?", "山有多高"},
		Who:   {"谁在领导千问?", "千问的负责人是谁", "哪位科学家发现的", "负责人是哪些人", "Who leads Qwen?", "誰發明了電話?", "Whose idea was it?"},
		Where: {"西湖在哪里?", "总部位于什么地方", "他的籍贯", "他是哪国人？他住在哪座城市", "Where is it?"},
		How:   {"如何安装", "怎么走", "怎样做饭", "How does it work?"},
		Name:  {"这本书叫什么", "杭州的别名", "英文全称"},
		Def:   {"人工智能是什么?", "什么是大模型", "这个词的含义", "What is an index?"},
		List:  {"有哪些模型", "包括以下国家", "历任校长", "Which of them won?", "list the members"},
		Which: {"他支持哪支球队", "是哪一种"},
		What:  {"他写了什么书", "What did he say?"},
		Other: {"", "西湖", "Qwen 3", "林俊旸离职", "!!!"},
	} {
		for _, q := range questions {
			if got := reader.Read(q).Type; got != typ {
				t.Errorf("Read(%q).Type = %s, want %s", q, got, typ)
			}
		}
	}
}

func TestStripped(t *testing.T) {
	for in, want := range map[string]string{
		"林俊旸什么时候离职?":                "林俊旸 离职",
		"谁在领导千问？":                   "在领导千问",
		"请问西湖有多大呢":                  "西湖有",
		"Who leads Qwen now?":       "leads qwen now",
		"What is the GDP of China?": "gdp china",
		"千問的負責人是誰":                  "千问的负责人是",
		"  西湖  ":                    "西湖",
		"谁?":                        "谁?",
		"为什么":                       "为什么",
		"ＧＰＴ－４怎么样":                  "gpt-4",
		"":                          "",
	} {
		got := strings.Join(strings.Fields(reader.Read(in).Stripped), " ")
		if got != want {
			t.Errorf("Read(%q).Stripped = %q, want %q", in, got, want)
		}
	}
}

func TestUnit(t *testing.T) {
	for in, want := range map[string]string{
		"公司有几个人": "个", "有多少人参加": "人", "多少多公里": "公", "西湖有多大": "", "谁": "", "几": "", "多少?": "",
	} {
		if got := reader.Read(in).Unit; got != want {
			t.Errorf("Read(%q).Unit = %q, want %q", in, got, want)
		}
	}
}

func TestPieces(t *testing.T) {
	for _, tt := range []struct{ in, wanted, want string }{
		{"会议于2024年3月5日举行", "D", "2024年3月5日"},
		{"公元前221年统一,二十世纪末结束", "D", "公元前221年"},
		{"2024-03-05发布", "D", "2024-03-05"},
		{"共有1,200人参加", "N", "1,200人参"},
		{"增长3.5%", "N", "3.5%"},
		{"2024年有300人,3月5日有二十个", "N", "300人|二十个"},
		{"2024年有300人", "DN", "2024年|300人"},
		{"他写了《西湖》和\"断桥\"", "Q", "《西湖》|\"断桥\""},
		{"毕业于北京大学", "O", "毕业于北京大学"},
		{"使用gpt-4o mini模型", "A", "gpt-4o mini"},
		{"约翰·史密斯说", "P", "约翰·史密斯说"},
		{"在浙江省", "S", "在浙江省"},
		{"西湖很大", "", ""},
		{"", "DNQOAPS", ""},
	} {
		var got []string
		for _, p := range reader.Pieces(tt.in, tt.wanted, nil) {
			if p.Start < 0 || p.End > len(tt.in) || p.Start >= p.End || strings.IndexByte(tt.wanted, byte(p.Sort)) < 0 {
				t.Errorf("Pieces(%q): %+v", tt.in, p)
			}
			got = append(got, tt.in[p.Start:p.End])
		}
		if want := strings.Join(got, "|"); want != tt.want {
			t.Errorf("Pieces(%q, %q) = %q, want %q", tt.in, tt.wanted, want, tt.want)
		}
	}
}

// TestPiecesAppend: pieces that were there stay, numbers among them too.
func TestPiecesAppend(t *testing.T) {
	old := []Piece{{0, 4, Number}}
	got := reader.Pieces("2024年有300人", "N", old)
	if len(got) != 2 || got[0] != old[0] {
		t.Errorf("Pieces = %+v", got)
	}
}

func TestExpected(t *testing.T) {
	sorts := "DNQOAPLSZ"
	for _, typ := range []Type{Why, When, Num, Who, Where, How, Name, Def, List, Which, What, Other} {
		for _, c := range Expected(typ) {
			if !strings.ContainsRune(sorts, c) {
				t.Errorf("Expected(%s) holds %q", typ, c)
			}
		}
	}
	if Expected(When) != "D" || Expected(Why) != "" {
		t.Errorf("Expected: %q, %q", Expected(When), Expected(Why))
	}
}

func TestShows(t *testing.T) {
	for _, tt := range []struct {
		question, sentence string
		shows, asked       bool
	}{
		{"千问什么时候发布", "千问于2023年4月发布", true, true},
		{"千问什么时候发布", "千问已经发布", false, true},
		{"2023年千问哪月发布", "2023年千问发布", false, true},
		{"谁领导千问", "周靖人领导千问", true, true},
		{"谁领导千问", "千问很强", false, true},
		{"西湖有多大", "面积6.5平方公里", true, true},
		{"西湖在哪里", "西湖位于浙江省", true, true},
		{"他为什么离职", "因为累", false, false},
	} {
		q := reader.Read(tt.question)
		if shows, asked := reader.Shows(q, tt.sentence); shows != tt.shows || asked != tt.asked {
			t.Errorf("Shows(%q, %q) = %v, %v", tt.question, tt.sentence, shows, asked)
		}
	}
}

func TestCue(t *testing.T) {
	for _, tt := range []struct {
		question, sentence string
		want               bool
	}{
		{"他为什么离职", "因为累", true}, {"他为什么离职", "他走了", false}, {"西湖在哪里", "西湖位于杭州", true}, {"西湖", "西湖是湖", true}, {"西湖", "西湖", false},
	} {
		if got := reader.Cue(reader.Read(tt.question), tt.sentence); got != tt.want {
			t.Errorf("Cue(%q, %q) = %v", tt.question, tt.sentence, got)
		}
	}
}

func TestConcurrentRead(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				q := reader.Read("林俊旸什么时候离职?")
				reader.Shows(q, "林俊旸于2025年离职")
				reader.Pieces("林俊旸于2025年离职", "DN", nil)
			}
		})
	}
	wg.Wait()
}

func FuzzRead(f *testing.F) {
	f.Add("林俊旸什么时候离职?", "他于2025年离开《阿里》")
	f.Add("Who is \xff\x00?", "\xfe1,2%年")
	slow := newSlowReader(f)
	f.Fuzz(func(t *testing.T, raw, sentence string) {
		q := reader.Read(raw)
		if q.Raw != raw || q.Type == "" || q.Folded != text.Fold(q.Folded) {
			t.Fatalf("Read(%q) = %+v", raw, q)
		}
		if strings.TrimSpace(q.Folded) != "" && strings.TrimSpace(q.Stripped) == "" {
			t.Fatalf("Read(%q) keeps nothing", raw)
		}
		s := text.Fold(sentence)
		slow.compare(t, q, s)
		reader.SynonymIn(q.Folded)
		for _, p := range reader.Pieces(s, "DNQOAPS", nil) {
			if p.Start < 0 || p.End <= p.Start || p.End > len(s) || !utf8.ValidString(s[p.Start:p.End]) {
				t.Fatalf("piece %+v of %q", p, s)
			}
		}
	})
}
