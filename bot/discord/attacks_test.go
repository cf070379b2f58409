package discord

import (
	"context"
	"encoding/json"
	"flag"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ask/bot"
	"ask/bot/discord/discordtest"
	"ask/bot/guard/guardtest"
	"ask/retrieve/document"
)

// attackFile is run with -attacks FILE over other cases of the same form.
var attackFile = flag.String("attacks", filepath.Join("..", "..", "testdata", "attacks.jsonl"), "hostile documents and questions")

// TestAttacks lets hostile texts be everything a document, a model and a person give. No
// byte that leaves the bot does more than link to the document's own address.
func TestAttacks(t *testing.T) {
	t.Parallel()
	look := discordtest.NewRenderer()
	for _, tt := range hostile() {
		run(t, tt.name, func(t *testing.T) { attack(t, look, tt.text, tt.text, []string{tt.banned}) })
	}
}

// TestAttackCases does the same with the whole documents of the cases that are about
// Discord, as if everything in them had been quoted.
func TestAttackCases(t *testing.T) {
	t.Parallel()
	cases, err := guardtest.Read(*attackFile)
	if err != nil {
		t.Fatal(err)
	}
	look, n := discordtest.NewRenderer(), 0
	for _, c := range cases {
		if !slices.Contains(strings.Split(c.Surface, ","), "discord") || c.Document == "" {
			continue
		}
		n++
		run(t, c.ID, func(t *testing.T) { attack(t, look, c.Document, c.Question, c.MustNotContain) })
	}
	if n == 0 {
		t.Error("no case is about Discord")
	}
}

// attack has a bot show a text in every place there is: title, publisher, kind, date, text,
// quote, answer, timeline, conflict, refusal.
func attack(t *testing.T, look *discordtest.Renderer, text, question string, banned []string) {
	t.Helper()
	url := "https://news.example.org/a"
	doc := document.Document{
		ID: "h/" + text, Title: text, Publisher: text, URL: url, Kind: document.Kind(text), Text: "前文。" + text + "后文。" + text,
		Date: document.Date{Value: text},
	}
	r := begin(t, showing(doc, text), func(c *Config, _ *discordtest.Server) { c.Index = shelfOf{doc} })
	m := r.Ask(question + " 问").Wait(has("**来源**", "时间线", "说法不一"))
	r.Click(m, idQuote, menuValues(t, m)[0]).Wait(has("日期", "fields"))
	r.Click(m, idFollowUp).Wait(has("<#"))
	r.Ask(question + " 拒绝").Wait(has("**最接近的文档**"))
	r.Command("sources", nil).Wait(has("共 1 份文档"))
	r.Mention(question+" 问", nil)
	r.said(t, discordtest.ChannelID, "**来源**", `"components"`)
	for _, c := range r.Calls() {
		checkCall(t, look, c, url, banned)
	}
}

// showing answers with a text of a document in every place an answer has.
func showing(doc document.Document, text string) answerFunc {
	at := strings.Index(doc.Text, text)
	return func(_ context.Context, q bot.Question) (*bot.Answer, error) {
		a := &bot.Answer{Question: q.Text, Answered: true, Text: text + "[1]\n" + text, Citations: []bot.Citation{{
			N: 1, Document: doc.ID, Title: doc.Title, URL: &doc.URL, Date: &doc.Date.Value, Kind: doc.Kind, Publisher: &doc.Publisher,
			Quote: text, Start: at, End: at + len(text), Claim: "stated",
		}}}
		a.Timeline = []bot.TimelineRow{{Date: &doc.Date.Value, Text: text, N: 1}, {Text: "后来" + text, N: 1}}
		a.Conflicts = []bot.Conflict{{About: text, Values: []bot.ConflictValue{{Value: text, N: 1, Date: &doc.Date.Value, Kind: doc.Kind}, {Value: "又" + text + "甲", N: 1}}}}
		if strings.Contains(q.Text, "拒绝") {
			a.Answered, a.Citations, a.Refusal = false, nil, &bot.Refusal{Reason: text, Nearest: []bot.Nearest{{Document: doc.ID, Title: doc.Title}}}
		}
		for s := range strings.SplitAfterSeq(a.Text, "\n") {
			q.Watch(bot.Event{Text: s, Citations: a.Citations})
		}
		return a, nil
	}
}

// checkCall looks at every text of a request that people will see.
func checkCall(t *testing.T, look *discordtest.Renderer, c discordtest.Call, url string, banned []string) {
	t.Helper()
	if len(c.Body) == 0 || strings.HasSuffix(c.Path, "/commands") {
		return
	}
	if !strings.HasSuffix(c.Path, "/threads") && !strings.HasSuffix(c.Path, "/callback") && !strings.Contains(string(c.Body), `"allowed_mentions":{"parse":[]}`) {
		t.Errorf("%s %s: no allowed_mentions", c.Method, c.Path)
	}
	var body any
	if err := json.Unmarshal(c.Body, &body); err != nil {
		t.Fatal(err)
	}
	walk(body, "", func(key, s string) {
		if key == "name" && strings.HasSuffix(c.Path, "/threads") {
			key = "name of a thread" // where nothing is markup
		}
		if key == "custom_id" || key == "nonce" || key == "message_id" {
			return
		}
		_, active := look.Render(s)
		for _, a := range active {
			ours := strings.HasPrefix(a, "link ") && strings.HasSuffix(a, " "+url) || a == "style **" || a == "lead >" || a == "lead -" || a == "lead -#" ||
				key == "url" && s == url || strings.HasPrefix(a, "mention <#2") && strings.HasPrefix(s, "在这个子区继续")
			markup := key == "content" || key == "description" || key == "value" || key == "title" || key == "name"
			if !ours && (markup || !strings.HasPrefix(a, "style") && !strings.HasPrefix(a, "lead")) {
				t.Errorf("%s %s: %s %q does %q", c.Method, c.Path, key, s, a)
			}
		}
		if key == "content" || key == "description" || key == "name" || key == "value" && !strings.Contains(s, "]("+"<"+url) {
			lines := strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(s, "](<"+url, ""), "\n> ", "\n"), "**来源**", "")
			text := strings.TrimPrefix(strings.ReplaceAll(lines, "**最接近的文档**", ""), "> ")
			for _, b := range banned {
				if strings.Contains(text, b) {
					t.Errorf("%s %s: %s holds %q: %q", c.Method, c.Path, key, b, s)
				}
			}
		}
	})
}

// walk visits the strings of a JSON value.
func walk(v any, key string, visit func(key, s string)) {
	switch v := v.(type) {
	case string:
		visit(key, v)
	case []any:
		for _, e := range v {
			walk(e, key, visit)
		}
	case map[string]any:
		for k, e := range v {
			walk(e, k, visit)
		}
	}
}
