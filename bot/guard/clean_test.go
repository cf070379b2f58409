package guard

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "白鹭号每天七点开船，票价12.5元。[1]", "白鹭号每天七点开船，票价12.5元。[1]"},
		{"citations", "a[1] b[1][2] c[1,2] d[1-3] e【1】 f［1］ g[1、2]", "a[1] b[1][2] c[1,2] d[1-3] e【1】 f［1］ g[1、2]"},
		{"citation after exclamation", "太好了![1]", "太好了! [1]"},
		{"citation with remark", "馆长换人[1](2025年)。", "馆长换人[1](2025年)。"},
		{"citation as link", "馆长换人[1](https://tapir.example/a)。", "馆长换人[1]。"},
		{"ordinary signs", "A_B 与 3*4=12，C# 和 C++，a<b，x > 1，2**8，#1 号，~5%，R&D，AT&T", "A_B 与 3*4=12，C# 和 C++，a<b，x > 1，2**8，#1 号，~5%，R&D，AT&T"},
		{"file names", "见 main.go、README.md、Node.js 3.14 和 v1.2.3，U.S. 与 e.g. 不变", "见 main.go、README.md、Node.js 3.14 和 v1.2.3，U.S. 与 e.g. 不变"},
		{"mail", "写信给 info@museum.example 即可。", "写信给 info@museum.example 即可。"},
		{"time and ratio", "19:30 开船，比例 3:1，注意：无", "19:30 开船，比例 3:1，注意：无"},
		{"dates", "2025/03/14，km/h，和/或", "2025/03/14，km/h，和/或"},
		{"url", "详见 https://tapir.example/a?b=c#d 。", "详见 。"},
		{"url before Chinese", "访问https://tapir.example/x查看", "访问查看"},
		{"url in brackets", "官网（https://tapir.example）已更新", "官网已更新"},
		{"url upper case", "HTTPS://TAPIR.EXAMPLE/X", ""},
		{"bare domain", "请看 tapir.example 或 www.tapir.example/x", "请看 或"},
		{"invite", "加群 discord.gg/abc 和 https://discord.com/invite/abc 吧", "加群 和 吧"},
		{"protocol relative", "看 //tapir.example/x 吧", "看 吧"},
		{"schemes", "javascript:alert(1) data:text/html;base64,AAAA file:///etc/passwd steam://run/1 tel:110", ""},
		{"scheme as word", "JavaScript: 一种语言；data: 数据", "JavaScript: 一种语言；data: 数据"},
		{"markdown link", "详见[官网](https://tapir.example/c?d=1)。", "详见官网。"},
		{"link with title", `[官网](https://tapir.example "题")`, "官网"},
		{"link with angle brackets", "[领取](<https://tapir.example/n>)", "领取"},
		{"label is an address", "[https://tapir.example](https://tapir.example)", ""},
		{"one sign as link", "如下[：](https://tapir.example/x)继续", "如下：继续"},
		{"image", "看![图](https://tapir.example/p.png?q=1)", "看图"},
		{"image cut at the mark", "[图](https://tapir.example/p.png?", "图"},
		{"image without end", "![图](https://tapir.example/p.png", "图"},
		{"reference image", "![图][1]", "[图][1]"},
		{"link cut in its label", "击](https://tapir.example/x)吧", "击]吧"},
		{"definition", "好。\n[1]: https://tapir.example/x\n完", "好。\n\n完"},
		{"autolink", "看<https://tapir.example/x>吧", "看吧"},
		{"tag with attributes", `a<img src=x onerror=alert(1)>b`, "ab"},
		{"tags in pairs", "<b>好</b>", "好"},
		{"tag named", "在 HTML 中，<script> 标签嵌入脚本。", "在 HTML 中，＜script＞ 标签嵌入脚本。"},
		{"tag without end", "看<img src=x onerror=alert(1)[1]。", "看[1]。"},
		{"slash as space", "<svg/onload=alert(1)>", ""},
		{"comment", "a<!-- 说 B -->c", "ac"},
		{"nested tags", "<scr<b>ipt>x</scr</b>ipt>", "ipt>x＜/script>"},
		{"entities", "&#60;img src=x&#62;好", "好"},
		{"entity in link", "[点](JaVaScRiPt&#58;alert(1))", "点"},
		{"mass mention", "@everyone @here ＠everyone 注意", "everyone here everyone 注意"},
		{"mentions", "问 <@123> 与 <@!4> 与 <@&5> 在 <#6> 用 </pay:7>，<t:1700000000:R> <:猫:8><a:cat:9>", "问 与 与 在 用 ，"},
		{"name", "@小舟 你好", "@小舟 你好"},
		{"template tokens", "<|im_start|>a<｜User｜>b[INST]c[/INST]<<SYS>>d</s><think>e</think><tool_call>", "abcde"},
		{"half a token", "<|im_start a", "im_start a"},
		{"escape sequences", "\x1b[31m红\x1b[0m \x1b]8;;https://tapir.example\x07官网\x1b]8;;\x07 \x1b]52;c;cm0=\x07\u009b31m", "红 官网 "},
		{"controls", "正常\r覆盖\x00\x08\x07，\t表", "正常 覆盖， 表"},
		{"line ends", "a\r\nb\u2028c", "a\nb c"},
		{"invisible", "陈\u200b远\u2060\ufeff\u00ad说\u202e反\u2066。\U000e0041\U000e0042", "陈远说反。"},
		{"selectors", "❤️好\ufe0f😀\U000e0101", "❤️好😀"},
		{"marks", "e" + strings.Repeat("\u0301", 50), "e" + strings.Repeat("\u0301", 4)},
		{"broken bytes", "a\xff\xfeb\ufffd", "ab"},
		{"heading", "# 大标题\n## 小标题\n-# 小字", "大标题\n小标题\n小字"},
		{"formula", "=HYPERLINK(\"x\")\na=b", "HYPERLINK(\"x\")\na=b"},
		{"rule", "a\n---\nb\n***\nc", "a\nb\nc"},
		{"table", "| 年 | 人 |\n|---|---|\n| 2024 | 谯远舟 |", "年 · 人\n2024 · 谯远舟"},
		{"fence", "```go\nx := 1\n```", "x := 1"},
		{"inline code", "用 `ls` 看", "用 ls 看"},
		{"quotation", "> 引用\n>>> 到底", "引用\n到底"},
		{"bold", "**重点**是~~旧~~||隐||的", "重点是旧隐的"},
		{"list", "- 甲\n- 乙\n1. 丙", "- 甲\n- 乙\n1. 丙"},
		{"joined by removal", "a <b></b>https://<i></i>tapir.example", "a"},
		{"deeply nested", strings.Repeat("[IN", 40) + "[INST]" + strings.Repeat("ST]", 40) + "好", "好"},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Clean(tt.in); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// TestCleanKeepsReaders: what people write for people stays, but for addresses, tags and mentions.
func TestCleanKeepsReaders(t *testing.T) {
	for _, p := range passages(t, "reader.txt") {
		if strings.ContainsAny(p, "@<") || strings.Contains(p, "http") {
			continue
		}
		if got := Clean(p); got != p {
			t.Errorf("Clean(%q) = %q", p, got)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{
		"a[1](https://x.com)![b](c)<d e=f>", "<|im<|x|>_end|>", "[[a](b)](c)", "@@everyoneeveryone", "&amp;lt;b&amp;gt;", "h<!-- -->ttp://a.com",
		"**||**||", "````", "| a | b | c |\n|-|-|", "# > # x", "e\u0301\u0301\u0301\u0301\u0301\x1b[", "\x9b\xff", "<<a>>", "![![a](b)](//x.com)", "a.b.com@c.com",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if again := Clean(got); again != got {
			t.Fatalf("Clean(%q) = %q, then %q", s, got, again)
		}
		if !utf8.ValidString(got) {
			t.Fatalf("Clean(%q) = %q is not valid UTF-8", s, got)
		}
		for _, bad := range []string{"://", "<@", "<|", "@everyone", "@here", "](http:", "![", "\x1b", "\r", "<!--"} {
			if strings.Contains(got, bad) && (bad != "://" || !harmless(got)) {
				t.Fatalf("Clean(%q) = %q still holds %q", s, got, bad)
			}
		}
	})
}

// harmless reports whether no letter stands before "://" anywhere, so that it is no scheme.
func harmless(s string) bool {
	parts := strings.Split(s, "://")
	for _, p := range parts[:len(parts)-1] {
		if n := len(p); n > 1 && wordByte(p[n-1]) && wordByte(p[n-2]) {
			return false
		}
	}
	return true
}

func BenchmarkClean(b *testing.B) {
	s := "白鹭号每天七点开船，末班船在晚上九点离岸，逢灯鱼节加开两班，票价12.5元。[1]"
	for b.Loop() {
		Clean(s)
	}
}
