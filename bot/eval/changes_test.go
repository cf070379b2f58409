package eval

import (
	"testing"

	"ask/bot"
)

// answer is an answer in the given lines; documents are those of its citations in order,
// with their claim after a space.
func answer(text string, documents ...string) *bot.Answer {
	a := &bot.Answer{Answered: text != "", Text: text}
	for i, d := range documents {
		c := bot.Citation{N: i + 1, Document: d, Claim: "stated"}
		if len(d) > 2 {
			c.Document, c.Claim = d[:1], d[2:]
		}
		a.Citations = append(a.Citations, c)
	}
	return a
}

func TestChanges(t *testing.T) {
	held := Question{Kind: "succession", Answers: []string{"邢霁"}, MustNot: []string{"总经理是冯澈"}, Relevant: []string{"n"}, Stale: []string{"o"}}
	list := Question{Kind: "time", Answers: []string{"邢霁"}, All: []string{"邢霁", "冯 澈"}}
	values := Question{Kind: "conflict", Values: []string{"386人", "400 人"}, Answers: []string{"386人"}}
	rumour := Question{Kind: "rumour", Answers: []string{"不属实"}, MustNot: []string{"卖掉轮渡"}}
	for _, c := range []struct {
		name string
		q    Question
		a    *bot.Answer
		want Changes
	}{
		{"what holds, and before it what held", held, answer("截至 2025：邢霁到任。 [1]\n此前（2022）：总经理是冯澈。 [2]", "n", "o"), Changes{Timed: 1, Latest: 1}},
		{"an old source first", held, answer("总经理仍是老人。 [1]\n邢霁到任。 [2]", "o", "n"), Changes{Timed: 1, Latest: 1, Stale: 1}},
		{"what held as if it did", held, answer("邢霁到任。 [1]\n总经理是冯澈。 [2]", "n", "o"), Changes{Timed: 1, Latest: 1, Stale: 1}},
		{"right only as history", held, answer("截至 2025：总经理是康野。 [1]\n此前（2022）：邢霁到任。 [1]", "n"), Changes{Timed: 1}},
		{"refused", held, answer(""), Changes{Timed: 1}},
		{"all of a list", list, answer("2022：冯澈到任。 [1]\n2025：邢霁到任。 [1]", "n"), Changes{Timed: 1, Latest: 1}},
		{"half of a list", list, answer("2025：邢霁到任。 [1]", "n"), Changes{Timed: 1}},
		{"both values", values, answer("共386人。 [1]\n另有说法（2024）：约400人。 [2]", "a", "b"), Changes{Disputed: 1, Shown: 1}},
		{"one value", values, answer("共386人。 [1]", "a"), Changes{Disputed: 1}},
		{"a rumour as such", rumour, answer("传闻不属实。 [1]\n传闻：有人要卖掉轮渡。 [2]", "a", "b"), Changes{Rumours: 1, Answered: 1}},
		{"a rumour that its source calls one", rumour, answer("网传要卖掉轮渡。 [1]", "b rumour"), Changes{Rumours: 1}},
		{"a rumour as fact", rumour, answer("市里要卖掉轮渡。 [1]", "b"), Changes{Rumours: 1, Fact: 1}},
		{"an unanswerable kind counts for nothing", Question{Kind: "fact"}, answer("甲。 [1]", "a"), Changes{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Changes{}
			got.add(c.q, c.a)
			got.mean()
			got.Missed = nil
			c.want.Missed = nil
			if got.Latest != c.want.Latest || got.Stale != c.want.Stale || got.Timed != c.want.Timed || got.Shown != c.want.Shown ||
				got.Disputed != c.want.Disputed || got.Fact != c.want.Fact || got.Answered != c.want.Answered || got.Rumours != c.want.Rumours {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}
