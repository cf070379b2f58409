package discord

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"ask/bot/discord/discordtest"
)

// hostile are texts of documents that try to be more than text. What a reader sees of
// them is want, if that is not the text itself; banned must not leave the bot at all.
func hostile() []struct{ name, text, want, banned string } {
	return []struct{ name, text, want, banned string }{
		{"everyone", "@everyone 渡口今天停航", "＠everyone 渡口今天停航", "@everyone"},
		{"here in capitals", "@Here 速来", "＠Here 速来", "@Here"},
		{"user", "请 <@123456789> 签字", "请 ‹@123456789› 签字", "<@123456789>"},
		{"user with a nick", "请 <@!123456789> 签字", "请 ‹@!123456789› 签字", "<@!123456789>"},
		{"role", "通知 <@&987654321>", "通知 ‹@&987654321›", "<@&987654321>"},
		{"channel", "去 <#555666777> 报名", "去 ‹#555666777› 报名", "<#555666777>"},
		{"slash command", "输入 </pay:424242> 缴费", "输入 ‹/pay:424242› 缴费", "</pay:"},
		{"timestamp", "截止 <t:1893456000:R>", "截止 ‹t:1893456000:R›", "\n<t:"},
		{"custom emoji", "好 <a:party:313131> 好 <:ok:77>", "好 ‹a:party:313131› 好 ‹:ok:77›", "\n<a:"},
		{"masked link", "详情见[县政府网站](https://evil.test/login)", "详情见[县政府网站](hxxps[:]//evil[.]test/login)", "evil.test"},
		{"masked link in angles", "[领奖](<https://evil.test/x>)", "[领奖](<hxxps[:]//evil[.]test/x>)", "](<"},
		{"masked stop", "完毕[。](http://evil.test)", "完毕[。](hxxp[:]//evil[.]test)", "]("},
		{"bare address", "看 https://evil.test/a?b=1#c 吧", "看 hxxps[:]//evil[.]test/a?b=1#c 吧", "https://"},
		{"address in a sentence", "网址是http://evil.test/a。记住", "网址是hxxp[:]//evil[.]test/a。记住", "http://"},
		{"address without scheme", "上 www.evil.test 看", "上 www[.]evil[.]test 看", "www.evil"},
		{"invite", "进群 discord.gg/abcdef", "进群 discord[.]gg/abcdef", "discord.gg/"},
		{"long invite", "https://discord.com/invite/abc", "hxxps[:]//discord[.]com/invite/abc", "discord.com/invite"},
		{"steam", "steam://run/1 与 tel:110", "steam[:]//run/1 与 tel:110", "steam://"},
		{"heading", "正文\n# 大字\n### 小些\n-# 小字", "", "\n# "},
		{"quotation to the end", ">>> 引到底\n> 再引", "", "\n> "},
		{"list", "- 一\n* 二\n+ 三\n1. 四\n 2. 五", "", "\n1. "},
		{"spoiler", "结局是||他没有走||", "", "||"},
		{"code block", "```\n结束\n```js\nalert(1)", "", "```"},
		{"inline code", "用 `rm -rf` 与 ``x``", "", " `"},
		{"styles", "**粗** __线__ *斜* _斜_ ~~删~~ ***全***", "", "**"},
		{"footnote link", "[注]: https://evil.test/a", "[注]: hxxps[:]//evil[.]test/a", "https://"},
		{"right to left", "附件 报告\u202Egnp.exe", "附件 报告gnp.exe", "\u202E"},
		{"zero width", "@\u200Beveryone 与 <@\u200B123>", "＠everyone 与 ‹@123›", "\u200B"},
		{"tags", "好\U000E0041\U000E0042的", "好的", "\U000E0041"},
		{"controls", "铃\a与\x1b[31m红\x7f", "铃与[31m红", "\x1b"},
		{"tag of a page", "写作 </div> 与 <b>", "", "</div>"},
		{"escapes of its own", `\@everyone \<@123> \[x](y) \\`, `\＠everyone \‹@123› \[x](y) \\`, "@everyone"},
		{"false citation", "据[9]所说[0]与[01]", "", "[9]"},
		{"every sign", strings.Repeat("*_~`|>\\[](){}#-+.!<@&:/", 30), "", "]("},
	}
}

// TestPlain holds texts against what Discord's clients make of them.
func TestPlain(t *testing.T) {
	look := discordtest.NewRenderer()
	for _, tt := range hostile() {
		t.Run(tt.name, func(t *testing.T) {
			sent := plain(tt.text, 3)
			seen, active := look.Render(sent)
			if len(active) > 0 {
				t.Errorf("%q does %q", sent, active)
			}
			want := tt.want
			if want == "" {
				want = tt.text
			}
			if diff := cmp.Diff(want, seen); diff != "" {
				t.Errorf("a reader sees (-want +got):\n%s", diff)
			}
			if strings.Contains("\n"+sent, tt.banned) {
				t.Errorf("%q holds %q", sent, tt.banned)
			}
			if diff := cmp.Diff(want, shown(sent)); diff != "" {
				t.Errorf("does not come back (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPlainText checks that ordinary writing is sent as it is.
func TestPlainText(t *testing.T) {
	for _, s := range []string{
		"渡口恢复通航，每天十二班船。[1]", "票价2.50元（含税），比例3:1，邮箱a@b.example。", "2.5元一位", "C# 与 C++，A/B 测试", "他说：“好！”",
		"👨‍👩‍👧‍👦 🇨🇳 👍🏽 ❤️ 1️⃣", "e\u0301te\u0301", "2025-03-14 10:30", "第 3 条", "GPT-4.1 与 v1.2.3", "和/或",
	} {
		if got := plain(s, 3); got != s {
			t.Errorf("plain(%q) = %q", s, got)
		}
	}
	if got := plain("一[1][2]二[4]", 3); got != `一[1][2]二\[4\]` {
		t.Errorf("citations: %q", got)
	}
}

func FuzzPlain(f *testing.F) {
	look := discordtest.NewRenderer()
	for _, tt := range hostile() {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		sent := plain(s, 0)
		if _, active := look.Render(sent); len(active) > 0 {
			t.Errorf("%q is sent as %q, which does %q", s, sent, active)
		}
		if at := strings.IndexFunc(sent, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }); at >= 0 {
			t.Errorf("%q holds a control", sent)
		}
	})
}

func TestParseLink(t *testing.T) {
	for _, tt := range []struct{ raw, want, host string }{
		{"https://news.example.org/a?b=c#d", "https://news.example.org/a?b=c#d", "news.example.org"},
		{"http://例子.测试/路", "http://%E4%BE%8B%E5%AD%90.%E6%B5%8B%E8%AF%95/%E8%B7%AF", "例子.测试"},
		{"https://en.example.org/wiki/Ferry_(boat)", "https://en.example.org/wiki/Ferry_%28boat%29", "en.example.org"},
		{"javascript:alert(1)", "", ""},
		{"file:///etc/passwd", "", ""},
		{"../../etc/passwd", "", ""},
		{`\\evil.example\share`, "", ""},
		{"//evil.example/x", "", ""},
		{"https://user:pass@example.org/", "", ""},
		{"https://example.org@evil.example/", "", ""},
		{"http://169.254.169.254/latest", "", ""},
		{"http://127.0.0.1:8080/", "", ""},
		{"http://[::1]/", "", ""},
		{"http://192.168.1.1/", "", ""},
		{"http://2130706433/", "", ""},
		{"http://0x7f.1/", "", ""},
		{"http://localhost/", "", ""},
		{"http://printer.local/", "", ""},
		{"http://host/", "", ""},
		{"https://a.example/\"><script>1</script>", "", ""},
		{"https://a.example/> [x](https://b.example", "", ""},
		{"https://a.example/\u202Ex", "", ""},
		{"https://a.example/" + strings.Repeat("x", 600), "", ""},
		{"", "", ""},
	} {
		l, ok := parseLink(tt.raw)
		if l.url != tt.want && ok || ok != (tt.want != "") || ok && l.host != tt.host {
			t.Errorf("parseLink(%q) = %q, %q, %v", tt.raw, l.url, l.host, ok)
		}
	}
}

func TestTitled(t *testing.T) {
	look := discordtest.NewRenderer()
	for _, tt := range []struct{ title, url, text, active string }{
		{"渡口公告", "https://a.example/x", "渡口公告 · a.example", "link [渡口公告] https://a.example/x"},
		{"渡口公告", "https://www.a.example/x", "渡口公告 · a.example", "link [渡口公告] https://www.a.example/x"},
		{"渡口公告", "javascript:alert(1)", "渡口公告", ""},
		{"bank.example.com", "https://evil.test/x", "bank[.]example[.]com · evil.test", "link [bank[.]example[.]com] https://evil.test/x"},
		{"见 https://bank.example/登录", "https://evil.test/x", "", ""},
		{"x](https://evil.test) [y", "https://a.example/x", "", ""},
		{"**粗** ||藏||\n# 题 @everyone", "https://a.example/x", "**粗** ||藏|| # 题 ＠everyone · a.example", ""},
	} {
		got := titled(tt.title, tt.url)
		text, active := look.Render(got)
		if tt.text != "" && text != tt.text || tt.active != "" && (len(active) != 1 || active[0] != tt.active) {
			t.Errorf("titled(%q) = %q shows %q does %q", tt.title, got, text, active)
		}
		for _, a := range active {
			if !strings.HasSuffix(a, tt.url) {
				t.Errorf("titled(%q) does %q", tt.title, a)
			}
		}
		if strings.Contains(text, "https://") || strings.Contains(got, "\n") {
			t.Errorf("titled(%q) = %q", tt.title, got)
		}
	}
}

func TestFit(t *testing.T) {
	long := strings.Repeat("江水绕城*而过*。", 700)
	e := embed{Title: long, Description: long, Footer: &footer{long}}
	for range 40 {
		e.Fields = append(e.Fields, field{Name: long, Value: long})
	}
	for _, embeds := range [][]embed{{e}, {e, e}, {{Description: long}}, {{Title: "一", Description: long, Fields: []field{{"日期", "2025", true}, {"空", "", false}}}}, make([]embed, 20)} {
		got := fit(embeds)
		sum := 0
		for _, e := range got {
			sum += size16(e.Title) + size16(e.Description)
			if size16(e.Title) > maxEmbedTitle || size16(e.Description) > maxEmbedText || len(e.Fields) > maxEmbedFields {
				t.Errorf("title %d, text %d, %d fields", size16(e.Title), size16(e.Description), len(e.Fields))
			}
			for _, f := range e.Fields {
				sum += size16(f.Name) + size16(f.Value)
				if f.Name == "" || f.Value == "" || size16(f.Name) > maxFieldName || size16(f.Value) > maxFieldValue {
					t.Errorf("field %d %d", size16(f.Name), size16(f.Value))
				}
			}
			if e.Footer != nil {
				sum += size16(e.Footer.Text)
			}
		}
		if sum > maxEmbedSum || len(got) > maxEmbeds {
			t.Errorf("%d embeds of %d", len(got), sum)
		}
	}
	quote := fit([]embed{{Title: "题", Description: long, Fields: []field{{"日期", "2025-03-14", true}}}})
	if len(quote[0].Fields) != 1 || size16(quote[0].Description) < 4000 {
		t.Errorf("a long quote pushes its fields out: %d", len(quote[0].Fields))
	}
}
