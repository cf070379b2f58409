package discordtest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheckMessage(t *testing.T) {
	long := strings.Repeat("长", 2001)
	button := `{"type":2,"style":2,"label":"x","custom_id":"a"}`
	for _, tt := range []struct {
		name, body string
		how        int
		ok         bool
	}{
		{"plain", `{"content":"好","flags":4,"allowed_mentions":{"parse":[]}}`, creation, true},
		{"empty parse left out", `{"content":"好","flags":4,"allowed_mentions":{}}`, creation, false},
		{"no allowed_mentions", `{"content":"好","flags":4}`, edit, false},
		{"users allowed", `{"content":"好","flags":4,"allowed_mentions":{"parse":["users"]}}`, edit, false},
		{"too long", `{"content":"` + long + `","flags":4,"allowed_mentions":{"parse":[]}}`, creation, false},
		{"2,001 units in 1,001 characters", `{"content":"` + strings.Repeat("😀", 1000) + `x","flags":4,"allowed_mentions":{"parse":[]}}`, creation, false},
		{"empty", `{"content":" ","flags":4,"allowed_mentions":{"parse":[]}}`, creation, false},
		{"previews", `{"content":"好","allowed_mentions":{"parse":[]}}`, creation, false},
		{"ephemeral edit", `{"content":"好","flags":68,"allowed_mentions":{"parse":[]}}`, edit, false},
		{"ephemeral in a channel", `{"content":"好","flags":68,"allowed_mentions":{"parse":[]}}`, creation | inChannel, false},
		{"embeds hidden by its own flag", `{"flags":4,"embeds":[{"title":"x"}],"allowed_mentions":{"parse":[]}}`, edit, false},
		{"embed", `{"flags":0,"embeds":[{"title":"x"}],"allowed_mentions":{"parse":[]}}`, edit, true},
		{"embeds too long together", `{"embeds":[{"description":"` + strings.Repeat("x", 4000) + `"},{"description":"` + strings.Repeat("x", 2001) + `"}],"allowed_mentions":{"parse":[]}}`, edit, false},
		{"field without value", `{"embeds":[{"title":"x","fields":[{"name":"a","value":""}]}],"allowed_mentions":{"parse":[]}}`, edit, false},
		{"button", `{"content":"好","flags":4,"components":[{"type":1,"components":[` + button + `]}],"allowed_mentions":{"parse":[]}}`, edit, true},
		{"the same button twice", `{"content":"好","flags":4,"components":[{"type":1,"components":[` + button + "," + button + `]}],"allowed_mentions":{"parse":[]}}`, edit, false},
		{"button outside of a row", `{"content":"好","flags":4,"components":[` + button + `],"allowed_mentions":{"parse":[]}}`, edit, false},
		{"six rows", `{"content":"好","flags":4,"components":[{},{},{},{},{},{}],"allowed_mentions":{"parse":[]}}`, edit, false},
		{"menu without options", `{"content":"好","flags":4,"components":[{"type":1,"components":[{"type":3,"custom_id":"a","options":[]}]}],"allowed_mentions":{"parse":[]}}`, edit, false},
		{"long custom_id", `{"content":"好","flags":4,"components":[{"type":1,"components":[{"type":2,"style":2,"label":"x","custom_id":"` + strings.Repeat("x", 101) + `"}]}],"allowed_mentions":{"parse":[]}}`, edit, false},
	} {
		var p payload
		if problem := checkMessage(json.RawMessage(tt.body), &p, tt.how); (problem == "") != tt.ok {
			t.Errorf("%s: %q", tt.name, problem)
		}
	}
}

func TestRender(t *testing.T) {
	look := NewRenderer()
	for _, tt := range []struct {
		content, text string
		active        []string
	}{
		{"普通[1]文字", "普通[1]文字", nil},
		{`\*不粗\* \[x](y)`, "*不粗* [x](y)", nil},
		{"**粗**", "粗", []string{"style **", "style **"}},
		{"<@12> @everyone", "<@12> @everyone", []string{"mention <@12>", "mention @everyone"}},
		{"[题](<https://a.example>)", "题", []string{"link [题] https://a.example"}},
		{"看 https://a.example/b 吧", "看 https://a.example/b 吧", []string{"address https://a.example/b"}},
		{"# 题\n> - 一", "题\n一", []string{"lead #", "lead >", "lead -"}},
		{"discord.gg/abc", "discord.gg/abc", []string{"invite discord.gg/abc"}},
	} {
		text, active := look.Render(tt.content)
		if diff := cmp.Diff(tt.active, active); diff != "" || text != tt.text {
			t.Errorf("Render(%q) = %q (-want +got):\n%s", tt.content, text, diff)
		}
	}
}
