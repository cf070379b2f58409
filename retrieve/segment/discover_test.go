package segment

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// row makes touching words; a space breaks the row, a suffix gives the tag.
func row(s string) []Word {
	var out []Word
	pos := int32(0)
	for _, f := range strings.Split(s, "|") {
		if f == "" {
			pos++
			continue
		}
		name, tag, _ := strings.Cut(f, "/")
		n := int32(len([]rune(name)))
		w := Word{Text: name, Start: pos, End: pos + n}
		switch tag {
		case "nr":
			w.Tag = Person
		case "ns":
			w.Tag = Place
		case "v":
			w.Tag = Verb
		case "f":
			w.Tag = Function
		}
		out = append(out, w)
		pos += n
	}
	return out
}

// filler makes a corpus large enough for cohesion to show.
func filler(d *Discover) {
	for _, r := range "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈" {
		d.Add([]Word{{Text: string(r) + "物", Start: 0, End: 2}, {Text: string(r) + "事", Start: 3, End: 5}})
	}
}

func TestDiscover(t *testing.T) {
	for _, tt := range []struct {
		name string
		rows []string
		want Lexicon
	}{
		{"a new name", []string{"前|林/nr|俊旸|甲", "后|林/nr|俊旸|乙", "||林/nr|俊旸|丙"}, Lexicon{"林俊旸": Person}},
		{"too seldom", []string{"前|林/nr|俊旸|甲", "后|林/nr|俊旸|乙"}, Lexicon{}},
		{"always the same neighbour", []string{"前|林/nr|俊旸|甲", "前|林/nr|俊旸|乙", "前|林/nr|俊旸|丙"}, Lexicon{}},
		{"apart", []string{"前|林/nr||俊旸|甲", "后|林/nr||俊旸|乙", "右|林/nr||俊旸|丙"}, Lexicon{}},
		{"two long pieces", []string{"前|高山|流水|甲", "后|高山|流水|乙", "右|高山|流水|丙"}, Lexicon{}},
		{"a particle", []string{"前|的|流水|甲", "后|的|流水|乙", "右|的|流水|丙"}, Lexicon{}},
		{"a tagged particle", []string{"前|某/f|流水|甲", "后|某/f|流水|乙", "右|某/f|流水|丙"}, Lexicon{}},
		{"Latin", []string{"前|gpt|四|甲", "后|gpt|四|乙", "右|gpt|四|丙"}, Lexicon{}},
		{"too long", []string{"前|一二三四五六|七|甲", "后|一二三四五六|七|乙", "右|一二三四五六|七|丙"}, Lexicon{}},
		{"a place", []string{"前|雄安/ns|站|甲", "后|雄安/ns|站|乙", "右|雄安/ns|站|丙"}, Lexicon{"雄安站": Place}},
		{"something else", []string{"前|奶|酪派|甲", "后|奶|酪派|乙", "右|奶|酪派|丙"}, Lexicon{"奶酪派": Proper}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := NewDiscover()
			filler(d)
			for _, r := range tt.rows {
				d.Add(row(r))
			}
			if diff := cmp.Diff(tt.want, d.Words()); diff != "" {
				t.Errorf("Words (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDiscoverLoose(t *testing.T) {
	d := NewDiscover()
	filler(d)
	// The pieces come together three times, and each much more often without.
	for _, r := range []string{"前|奶|酪派|甲", "后|奶|酪派|乙", "右|奶|酪派|丙"} {
		d.Add(row(r))
	}
	for range 10 {
		d.Add(row("奶||酪派"))
	}
	if got := d.Words(); len(got) > 0 {
		t.Errorf("Words = %v", got)
	}
}

func TestJoin(t *testing.T) {
	lex := Lexicon{"林俊旸": Person, "阿里通义": Organ, "阿里": Proper, "阿里通义实验": Organ}
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"nothing to join", "前|后", "前|后"},
		{"pair", "前|林|俊旸|后", "前|林俊旸|后"},
		{"apart", "林||俊旸", "林|俊旸"},
		{"longest", "阿|里|通义|实验|室", "阿里通义实验|室"},
		{"whole although a shorter one is missing", "阿里|通|义", "阿里通义"},
		{"at the end", "前|林|俊|旸", "前|林俊旸"},
		{"twice", "林|俊旸|林|俊旸", "林俊旸|林俊旸"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			words := row(tt.in)
			runes := slices.Clone(words)
			got := lex.Join(words)
			if diff := cmp.Diff(tt.want, strings.Join(texts(got), "|")); diff != "" {
				t.Errorf("Join(%q) (-want +got):\n%s", tt.in, diff)
			}
			for _, w := range got {
				first := slices.IndexFunc(runes, func(r Word) bool { return r.Start == w.Start })
				last := slices.IndexFunc(runes, func(r Word) bool { return r.End == w.End })
				if first < 0 || last < 0 || strings.Join(texts(runes[first:last+1]), "") != w.Text {
					t.Errorf("%q does not stand at [%d, %d)", w.Text, w.Start, w.End)
				}
			}
		})
	}
	if got := (Lexicon{}).Join(row("林|俊旸")); len(got) != 2 {
		t.Errorf("an empty lexicon joins %q", texts(got))
	}
}

func TestSorted(t *testing.T) {
	if diff := cmp.Diff([]string{"a", "b", "中"}, Lexicon{"中": 0, "b": 0, "a": 0}.Sorted()); diff != "" {
		t.Errorf("Sorted (-want +got):\n%s", diff)
	}
}

// TestDiscoverText runs the whole way over text that jieba does not know.
func TestDiscoverText(t *testing.T) {
	var all [][]Word
	d := NewDiscover()
	filler(d)
	filler(d)
	for _, s := range []string{
		"周靖人负责通义实验室。", "昨天周靖人出席会议。", "记者采访了周靖人，他没有回答。", "周靖人是阿里云的首席技术官。", "大家都说周靖人很忙。",
		"杭州的西湖很美丽。", "成都火锅非常有名。", "广州塔高六百米。", "今年夏天特别炎热。", "图书馆里坐满了学生。", "火车准时到达车站。", "医生建议多喝热水。",
	} {
		w := shared.Cut(s)
		all = append(all, w)
		d.Add(w)
	}
	lex := d.Words()
	for _, words := range all[:5] {
		if got := texts(lex.Join(words)); !slices.Contains(got, "周靖人") {
			t.Errorf("周靖人 is not in %q (lexicon %v)", got, lex)
		}
	}
}
