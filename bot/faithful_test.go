package bot_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ask/bot"
	"ask/bot/eval"
	"ask/retrieve/text"
)

// alterations change one thing in a true sentence, "" where they find nothing to change.
var alterations = []struct {
	name  string
	apply func(s, answer string) string
}{
	{"number", func(s, _ string) string {
		at := regexp.MustCompile(`\d+`).FindStringIndex(s)
		if at == nil {
			return ""
		}
		return s[:at[1]-1] + string('0'+(s[at[1]-1]-'0'+3)%10) + s[at[1]:]
	}},
	{"date", func(s, _ string) string {
		at := regexp.MustCompile(`\d月`).FindStringIndex(s)
		if at == nil {
			return ""
		}
		return s[:at[0]] + string('1'+(s[at[0]]-'0'+2)%8) + s[at[0]+1:]
	}},
	{"name", func(s, answer string) string {
		if n := len([]rune(answer)); n < 2 || n > 4 || !strings.Contains(s, answer) || strings.ContainsAny(answer, "0123456789") {
			return ""
		}
		return strings.Replace(s, answer, "司徒庆丰", 1)
	}},
	{"polarity", func(s, _ string) string {
		for _, p := range [][2]string{{"没有", "有"}, {"不得", "可以"}, {"不能", "能"}, {"出任", "卸任"}, {"增加", "减少"}, {"是", "不是"}, {"可以", "不可以"}, {"提出", "没有提出"}} {
			if strings.Contains(s, p[0]) {
				return strings.Replace(s, p[0], p[1], 1)
			}
		}
		return ""
	}},
}

// gold is a question with the sentence of its prompt that answers it.
type gold struct {
	question         eval.Question
	sentence, number string
}

// goldSentences asks every question once to see its prompt.
func goldSentences(t *testing.T) []gold {
	t.Helper()
	file, err := os.Open("../testdata/questions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	questions, err := eval.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	delimiter := regexp.MustCompile(`\n=====[0-9a-f]{32}=====\n`)
	number := regexp.MustCompile(`^\d+[.、] *`) // of a list
	head := regexp.MustCompile(`^\[(\d+)\] .*\n`)
	var out []gold
	for _, q := range questions {
		if !q.CanAnswer() || len(q.Answers) == 0 {
			continue
		}
		g := gold{question: q}
		m := &scripted{say: func(prompt string) string {
			for _, part := range delimiter.Split(prompt, -1) {
				at := head.FindStringSubmatch(part)
				if at == nil || g.sentence != "" {
					continue
				}
				body := part[len(at[0]):]
				for _, sp := range text.Sentences(body) {
					if s := number.ReplaceAllString(body[sp.Start:sp.End], ""); g.sentence == "" && q.Holds(s) && strings.HasSuffix(s, "。") && len(s) > 30 {
						g.sentence, g.number = s, at[1]
					}
				}
			}
			return ""
		}}
		generate(t, m, bot.Question{Text: q.Question, AsOf: q.AsOf}, bot.Limits{Context: 8192})
		if g.sentence != "" {
			out = append(out, g)
		}
	}
	return out
}

// TestFaithful: a model that answers with the sentence that answers is left alone and
// cited rightly; one that changes a single thing in it is caught.
func TestFaithful(t *testing.T) {
	all := goldSentences(t)
	if len(all) < 60 {
		t.Fatalf("only %d questions have an answering sentence in their prompt", len(all))
	}
	say := func(g gold, s string) *bot.Answer {
		a, _ := generate(t, says(strings.TrimSuffix(s, "。")+"["+g.number+"]。"), bot.Question{Text: g.question.Question, AsOf: g.question.AsOf}, bot.Limits{Context: 8192})
		checkCitations(t, openCorpus(t), a)
		return a
	}
	kept, cited, right := 0, 0, 0
	for _, g := range all {
		a := say(g, g.sentence)
		if shown(a, g.sentence) {
			kept++
		} else {
			t.Logf("%s: %q became %q", g.question.ID, g.sentence, a.Text)
		}
		for _, c := range a.Citations {
			if !strings.Contains(a.Text, fmt.Sprintf("[%d]", c.N)) {
				continue // of the timeline
			}
			cited++
			if g.question.Holds(c.Quote) {
				right++
			}
		}
	}
	t.Logf("of %d true sentences %d are shown; of %d citations %d hold the answer", len(all), kept, cited, right)
	if 100*kept < 98*len(all) || 100*right < 98*cited {
		t.Errorf("of %d true sentences %d are shown; of %d citations %d hold the answer", len(all), kept, cited, right)
	}
	for _, alter := range alterations {
		n, caught := 0, 0
		for _, g := range all {
			changed := alter.apply(g.sentence, g.question.Answers[0])
			if changed == "" || changed == g.sentence {
				continue
			}
			n++
			if a := say(g, changed); !shown(a, changed) {
				caught++
			} else {
				t.Logf("%s: %q passed for %q", alter.name, changed, g.sentence)
			}
		}
		t.Logf("%s: %d of %d caught", alter.name, caught, n)
		if n < 15 || 100*caught < 97*n {
			t.Errorf("%s: %d of %d caught", alter.name, caught, n)
		}
	}
}

// shown reports whether an answer has a sentence, marks aside.
func shown(a *bot.Answer, sentence string) bool {
	want := strings.TrimRight(sentence, "。")
	return slices.ContainsFunc(a.Sentences(), func(s bot.Sentence) bool { return strings.TrimRight(s.Words, "。") == want })
}
