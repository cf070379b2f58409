package discord

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"ask/bot"
	"ask/bot/discord/discordtest"
	"ask/retrieve/document"
)

// TestAttacks lets hostile texts be everything a document, a model and a person give:
// title, publisher, address, text, quote, answer and question. No byte that leaves the
// bot does more than link to the document's own address.
func TestAttacks(t *testing.T) {
	look := discordtest.NewRenderer()
	for _, tt := range hostile() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url := "https://news.example.org/a"
			doc := document.Document{
				ID: "h/" + tt.text, Title: tt.text, Publisher: tt.text, URL: url, Kind: document.Kind(tt.text), Text: "前文。" + tt.text + "后文。" + tt.text,
				Date: document.Date{Value: tt.text},
			}
			at := strings.Index(doc.Text, tt.text)
			answer := func(_ context.Context, q bot.Question) (*bot.Answer, error) {
				a := &bot.Answer{Question: q.Text, Answered: true, Text: tt.text + "[1]\n" + tt.text, Citations: []bot.Citation{{
					N: 1, Document: doc.ID, Title: doc.Title, URL: &doc.URL, Date: &doc.Date.Value, Kind: doc.Kind, Publisher: &doc.Publisher,
					Quote: tt.text, Start: at, End: at + len(tt.text), Claim: "stated",
				}}}
				if strings.Contains(q.Text, "拒绝") {
					a.Answered, a.Citations, a.Refusal = false, nil, &bot.Refusal{Reason: tt.text, Nearest: []bot.Nearest{{Document: doc.ID, Title: doc.Title}}}
				}
				for s := range strings.SplitAfterSeq(a.Text, "\n") {
					q.Watch(bot.Event{Text: s, Citations: a.Citations})
				}
				return a, nil
			}
			r := begin(t, answer, func(c *Config, _ *discordtest.Server) { c.Index = shelfOf{doc} })
			m := r.Ask(tt.text + " 问").Wait(has("**来源**"))
			r.Click(m, idQuote, menuValues(t, m)[0]).Wait(has("日期", "fields"))
			r.Click(m, idFollowUp).Wait(has("<#"))
			r.Ask(tt.text + " 拒绝").Wait(has("**最接近的文档**"))
			r.Command("sources", nil).Wait(has("共 1 份文档"))
			r.Mention(tt.text+" 问", nil)
			r.said(t, discordtest.ChannelID, "**来源**", `"components"`)
			for _, c := range r.Calls() {
				checkCall(t, look, c, url, tt.banned)
			}
		})
	}
}

// checkCall looks at every text of a request that people will see.
func checkCall(t *testing.T, look *discordtest.Renderer, c discordtest.Call, url, banned string) {
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
		if key == "custom_id" || key == "nonce" || key == "message_id" {
			return
		}
		_, active := look.Render(s)
		for _, a := range active {
			ours := strings.HasPrefix(a, "link ") && strings.HasSuffix(a, " "+url) || a == "style **" || a == "lead >" || a == "lead -" || a == "lead -#" ||
				key == "url" && s == url || strings.HasPrefix(a, "mention <#2") && strings.HasPrefix(s, "在这个子区继续")
			markup := key == "content" || key == "description" || key == "value" || key == "title"
			if !ours && (markup || !strings.HasPrefix(a, "style") && !strings.HasPrefix(a, "lead")) {
				t.Errorf("%s %s: %s %q does %q", c.Method, c.Path, key, s, a)
			}
		}
		if key == "content" || key == "description" {
			lines := strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(s, "](<"+url, ""), "\n> ", "\n"), "**来源**", "")
			if text := strings.TrimPrefix(strings.ReplaceAll(lines, "**最接近的文档**", ""), "> "); strings.Contains(text, banned) {
				t.Errorf("%s %s: %s holds %q: %q", c.Method, c.Path, key, banned, s)
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
