package document

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"# 题\n\n**甲**[乙](c)![丙](d)", "<p>甲<div hidden>乙</div>", "---\ntitle: a\ndate: 2024-01-01\n---\n文\n<!-- x", "```\na\n", "([a][1])\n[1]: b",
		"| a |\n|--|\n| b |", "<table><tr><td>a<td>b</table>", "\x1b]8;;a\x07b", "甲\n乙…\n2024-01-01\n丙\n丁…\n2024-01-01", `{"id":1,"text":"a"}`,
		"<style>.a{display:none}</style><p class=a>b", "a\n---\nb", "来源：某网 2024-07-09", "&#0;&#xD800;", "[[[](((", "`` ` ``", "< <a <b",
	} {
		f.Add(uint8(0), s)
		f.Add(uint8(1), s)
		f.Add(uint8(2), s)
		f.Add(uint8(3), s)
	}
	f.Fuzz(func(t *testing.T, which uint8, data string) {
		rel := []string{"a.md", "a.txt", "a.html", "a.jsonl"}[which%4]
		docs := parseFuzz(t, rel, data)
		for _, d := range docs {
			checkDocument(t, d)
		}
		if again := parseFuzz(t, rel, data); !reflect.DeepEqual(docs, again) {
			t.Error("not deterministic")
		}
	})
}

func parseFuzz(t *testing.T, rel, data string) (docs []*Document) {
	t.Helper()
	_, err := Parse(context.Background(), rel, []byte(data), Options{Now: testNow}, func(d *Document) error {
		docs = append(docs, d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// checkDocument holds what every document must satisfy.
func checkDocument(t *testing.T, d *Document) {
	t.Helper()
	for name, s := range map[string]string{"text": d.Text, "title": d.Title, "publisher": d.Publisher, "url": d.URL, "id": d.ID} {
		if !utf8.ValidString(s) {
			t.Errorf("%s is not UTF-8: %q", name, s)
		}
		if clean, found := scrubbed(s); found != nil {
			t.Errorf("%s holds invisible characters: %q, want %q", name, s, clean)
		}
	}
	if d.Text == "" || strings.Contains(d.Text, "\n\n") || strings.ContainsAny(d.Title+d.Publisher+d.ID+d.URL, "\n") {
		t.Errorf("lines: %q %q", d.Title, d.Text)
	}
	last := 0
	for _, h := range d.Headings {
		if h.Start < last || h.End <= h.Start || h.End > len(d.Text) || h.Level < 1 || h.Level > 6 ||
			!utf8.RuneStart(d.Text[h.Start]) || h.End < len(d.Text) && d.Text[h.End] != '\n' {
			t.Fatalf("heading %+v in %q", h, d.Text)
		}
		last = h.End
	}
	if !knownKind(d.Kind) || (d.Date.Value == "") != (d.Date.Source == "") {
		t.Errorf("kind %q, date %+v", d.Kind, d.Date)
	}
}
