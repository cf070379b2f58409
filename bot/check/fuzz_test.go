package check

import (
	"testing"
	"unicode/utf8"

	"ask/retrieve/text"
)

func FuzzCheck(f *testing.F) {
	c, err := New()
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range newsroom() {
		for _, sp := range text.Sentences(p.Text) {
			f.Add(p.Text[sp.Start:sp.End], p.Text, 3, 30)
		}
	}
	f.Add("根据资料：“离职后将会专注于教育公益”(2024年3月5日", "\xff|a|\n|b|", 0, 1)
	f.Add("他没有说：「未经证实的消息」。1..2%第三", "他说：「未经证实的消息」。1.2%第三", 5, 2)
	f.Fuzz(func(t *testing.T, sentence, source string, skip, length int) {
		skip, length = max(0, skip)%(len(source)+1), max(0, length)
		hidden := text.Span{Start: skip, End: min(len(source), skip+length)}
		passages := []Passage{
			{Title: sentence, Text: source, Skip: []text.Span{hidden}},
			{Text: sentence + source, Date: "2024-05-06"},
			{},
		}
		v := c.Evidence(source, passages).Check(sentence, []int{0, 1, 3, 9})
		checkVerdict(t, v, sentence, passages)
	})
}

// checkVerdict checks what holds for every verdict.
func checkVerdict(t *testing.T, v Verdict, sentence string, passages []Passage) {
	t.Helper()
	shown := v.State == Supported || v.State == Paraphrase || v.State == Repaired
	if shown != (v.Text != "") || shown != (len(v.Quotes) > 0) {
		t.Fatalf("%s with text %q and quotes %v", v.State, v.Text, v.Quotes)
	}
	if (v.State == Supported || v.State == Paraphrase) && v.Text != sentence {
		t.Fatalf("%s shows %q for %q", v.State, v.Text, sentence)
	}
	if (v.State == Repaired || v.State == Unsupported) && len(v.Flaws) == 0 {
		t.Fatalf("%s without a flaw", v.State)
	}
	if !(v.Support >= 0 && v.Support <= 1) {
		t.Fatalf("support %v", v.Support)
	}
	for _, q := range v.Quotes {
		p := passages[q.Passage]
		if q.Span.Start < 0 || q.Span.Start >= q.Span.End || q.Span.End > len(p.Text) {
			t.Fatalf("quote %v of %d bytes", q, len(p.Text))
		}
		if utf8.ValidString(p.Text) && !utf8.ValidString(p.Text[q.Span.Start:q.Span.End]) {
			t.Fatalf("quote %v cuts a character", q)
		}
		if overlaps(q.Span, p.Skip) && p.Skip[0].Len() > 0 {
			t.Fatalf("quote %v of what may not be quoted: %v", q, p.Skip)
		}
	}
}
