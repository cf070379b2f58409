package document

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2024-07-09": "2024-07-09", "2024-7-9 20:18:42 +0800": "2024-07-09", "2024/07/09": "2024-07-09", "2024.7.9": "2024-07-09",
		"2024-07-09T23:30:00Z": "2024-07-09", "20240709": "2024-07-09", "20240709101500": "2024-07-09", "2024年7月9日 星期二": "2024-07-09",
		"2024-07": "2024-07", "2024年7月": "2024-07", "2024": "2024", "2024年": "2024", "July 9, 2024": "2024-07-09",
		"Tue, 09 Jul 2024 10:00:00 GMT": "2024-07-09", "9 July 2024": "2024-07-09", "Sept. 3rd, 2024": "2024-09-03", "July 2024": "2024-07",
		"二〇二四年七月二十一日": "2024-07-21", "二〇二四年十月": "2024-10", "1720483200": "2024-07-09", "1720483200000": "2024-07-09",
		"2024-02-29": "2024-02-29",
	} {
		if got, err := parseDate(in); got != want || err != nil {
			t.Errorf("%q: got %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"2023-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "昨天", "", "0000-01-01", "v1.2", "2024-07-99"} {
		if got, err := parseDate(in); err == nil {
			t.Errorf("%q: got %q, want an error", in, got)
		}
	}
}

func TestDates(t *testing.T) {
	tests := []struct {
		name, rel, in string
		want          Date
		warning       string
	}{
		{"front matter", "a.md", "---\npubdate: 2024-05\nfetch_date: 2025-01-01\n---\n文。", Date{"2024-05", DateFromFrontMatter}, ""},
		{"year only", "a.md", "---\ndate: 2019\n---\n文。", Date{"2019", DateFromFrontMatter}, ""},
		{"toml", "a.md", "+++\ndate = 2024-05-06\n+++\n文。", Date{"2024-05-06", DateFromFrontMatter}, ""},
		{"fetched is not published", "a.md", "---\ntitle: 甲\nfetch_date: 2025-01-01\n---\n文。", Date{}, ""},
		{"future", "a.md", "---\ndate: 2099-01-01\n---\n文。", Date{}, "future"},
		{"tomorrow", "a.md", "---\ndate: 2026-06-02\n---\n文。", Date{"2026-06-02", DateFromFrontMatter}, ""},
		{"impossible, then url", "a.md", "---\ndate: 2024-02-31\nurl: https://e.org/2024/03/01/x\n---\n文。", Date{"2024-03-01", DateFromURL}, "impossible"},
		{"meta", "a.html", `<head><meta property="article:published_time" content="2024-07-09T08:00:00+08:00"></head><p>文。`, Date{"2024-07-09", DateFromMeta}, ""},
		{"time", "a.html", `<article><time datetime="2024-07-09">三天前</time><p>文。`, Date{"2024-07-09", DateFromMeta}, ""},
		{"json-ld", "a.html", `<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2024-07-09"}]}</script><p>文。`, Date{"2024-07-09", DateFromMeta}, ""},
		{"url path", "a.md", "---\nurl: https://e.org/202407/t20240709_123.html\n---\n文。", Date{"2024-07-09", DateFromURL}, ""},
		{"url month", "a.md", "---\nurl: https://e.org/2024-07/x.html\n---\n文。", Date{"2024-07", DateFromURL}, ""},
		{"url people", "a.md", "---\nurl: https://e.org/n1/2024/0709/c1-2.html\n---\n文。", Date{"2024-07-09", DateFromURL}, ""},
		{"url number", "a.md", "---\nurl: https://e.org/a/20249999/x\n---\n文。", Date{}, ""},
		{"dateline", "a.txt", "题目\n2024-07-09来源:早潮网编辑:某\n文。", Date{"2024-07-09", DateFromText}, ""},
		{"label", "a.txt", "题目\n发布时间：2024年7月9日 10:30\n文。", Date{"2024-07-09", DateFromText}, ""},
		{"alone", "a.txt", "题目\n2024年7月9日\n文。", Date{"2024-07-09", DateFromText}, ""},
		{"chinese figures", "a.txt", "题目\n文。\n二〇二四年七月九日", Date{"2024-07-09", DateFromText}, ""},
		{"english", "a.txt", "A title\nPublished: July 9, 2024\nText here.", Date{"2024-07-09", DateFromText}, ""},
		{"wire", "a.txt", "题目\n早潮社港城2024年7月9日电 渡轮今天复航。", Date{"2024-07-09", DateFromText}, ""},
		{"event is not publication", "a.txt", "题目\n渡轮公司于2024年7月9日复航，票价不变。", Date{}, ""},
		{"event first", "a.txt", "2024年7月9日召开的会议决定复航。", Date{}, ""},
		{"film", "a.txt", "2024年7月9日电影公映，票房不高。", Date{}, ""},
		{"chronicle", "a.txt", "大事记\n2020年3月1日\n起火。\n2020年3月9日\n结案。", Date{}, ""},
		{"masthead", "a.txt", "港城晚报　2024年7月9日　第4版\n\n渡轮复航\n文。", Date{"2024-07-09", DateFromText}, ""},
		{"masthead with hour", "a.txt", "港城新闻网 > 交通 > 正文\n渡轮复航\n港城新闻网　2024-07-09 09:30　通讯员 某\n文。", Date{"2024-07-09", DateFromText}, ""},
		{"an event beside a name", "a.txt", "题目\n开航典礼 2024年7月9日 东码头\n文。", Date{}, ""},
		{"signed", "a.txt", "关于复航的通告\n各位乘客：\n渡轮复航。\n港城轮渡公司\n2024年7月9日\n抄送：某处", Date{"2024-07-09", DateFromText}, ""},
		{"signed on one line", "a.html", "<h1>通告</h1><p>渡轮复航。</p><p>港城轮渡公司<br>2024年7月9日</p>", Date{"2024-07-09", DateFromText}, ""},
		{"signed in figures of old", "a.txt", "题目\n" + strings.Repeat("很长的正文。", 60) + "\n　　二〇二四年七月九日", Date{"2024-07-09", DateFromText}, ""},
		{"written on", "a.txt", "题目\n文。\n写于2024年7月9日夜", Date{"2024-07-09", DateFromText}, ""},
		{"a sentence at the end is no signature", "a.txt", "题目\n文。\n票价调整到2024年7月9日", Date{}, ""},
		{"file name", "notes/20240709-渡轮.txt", "题目\n文。", Date{"2024-07-09", DateFromURL}, ""},
		{"file name with dashes", "notes/渡轮_2024-07-09.md", "题目\n文。", Date{"2024-07-09", DateFromURL}, ""},
		{"file name with a month", "notes/例会-202407.md", "题目\n文。", Date{"2024-07", DateFromURL}, ""},
		{"file name with a number", "notes/20249999.md", "题目\n文。", Date{}, ""},
		{"file name with a year says of what", "notes/2024年度报告.md", "题目\n文。", Date{}, ""},
		{"signature before file name", "20230101.txt", "题目\n文。\n2024年7月9日", Date{"2024-07-09", DateFromText}, ""},
		{"in effect from", "a.txt", "价目表\n执行日期：2024年7月9日起。\n文。", Date{"2024-07-09", DateFromText}, ""},
		{"in effect by its first words", "a.html", "<h1>渡船规则</h1><p>本规则自2024年7月9日起施行，旧规则同时废止。</p><p>文。</p>", Date{"2024-07-09", DateFromText}, ""},
		{"the rule that another text names is in effect", "a.txt", "题目\n此前的《渡船规则》自2019年7月9日起施行。\n文。", Date{}, ""},
		{"last changed", "a.md", "# 渡轮\n\n*渡客维基，人人可编。本页最近一次改动：2024年7月9日*\n\n文。", Date{"2024-07-09", DateFromText}, ""},
		{"last changed, in a bracket below", "a.md", "# 渡轮\n\n" + strings.Repeat("很长的正文。", 60) + "\n\n（本页由资料室编写，2024年7月更新）\n", Date{"2024-07", DateFromText}, ""},
		{"page of a newspaper", "a.txt", "渡轮复航\n2024年7月9日 第7版 文化 记者 某\n文。", Date{"2024-07-09", DateFromText}, ""},
		{"knows up to a year", "a.md", "# 渡轮\n\n> 由 AI 整理，资料截至2024年，可能有误。\n\n文。", Date{"2024", DateFromText}, ""},
		{"counted up to a day is no date of the text", "a.txt", "题目\n截至2024年7月9日，渡轮载客三万人次。\n文。", Date{}, ""},
		{"last change in the head", "a.html", `<head><meta name="lastmodified" content="2024-07-09"></head><p>文。`, Date{"2024-07-09", DateFromMeta}, ""},
		{"published before changed", "a.html", `<head><meta name="lastmodified" content="2024-07-09"><meta name="pubdate" content="2024-07-01"></head><p>文。`, Date{"2024-07-01", DateFromMeta}, ""},
		{"changed in front matter", "a.md", "---\ntitle: 甲\nlastmod: 2024-07-09\n---\n文。", Date{"2024-07-09", DateFromFrontMatter}, ""},
		{"number of the paper", "a.txt", "港城轮渡公司文件\n港轮〔2024〕9号\n文。", Date{"2024", DateFromText}, ""},
		{"too far down", "a.txt", strings.Repeat("很长的正文。", 60) + "\n2024-07-09\n" + strings.Repeat("还有正文。\n", 9), Date{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := parseOne(t, tt.rel, tt.in)
			if d.Date != tt.want {
				t.Errorf("got %+v, want %+v", d.Date, tt.want)
			}
			if all := strings.Join(d.Warnings, "|"); (tt.warning == "") != (all == "") || !strings.Contains(all, tt.warning) {
				t.Errorf("warnings %q, want %q", all, tt.warning)
			}
		})
	}
}

func TestTitleURLPublisher(t *testing.T) {
	tests := []struct{ name, rel, in, title, url, publisher string }{
		{"front matter", "a.md", "---\ntitle: \"甲\\n乙\"\nurl: https://e.org/x?a=b#c\nsource: 早潮\n---\n# 丙\n\n文。", "甲 乙", "https://e.org/x?a=b#c", "早潮"},
		{"invalid yaml", "a.md", "---\ntitle: 甲: 乙: 丙\nurl: https://e.org/\n\tx: [\n---\n文。", "甲: 乙: 丙", "https://e.org/", ""},
		{"heading", "a.md", "前言。\n\n# 丙\n\n文。", "丙", "", ""},
		{"first line", "a.txt", "短标题\n文。", "短标题", "", ""},
		{"file name", "dir/港口.txt", "只有一句话的文件。", "港口", "", ""},
		{"html", "a.html", `<head><title>甲 - 早潮网</title><meta property="og:site_name" content="早潮网"><link rel="canonical" href="https://e.org/y"></head><p>文。`, "甲", "https://e.org/y", "早潮网"},
		{"og title", "a.html", `<head><title>丁</title><meta property="og:title" content="甲"></head><p>文。`, "甲", "", ""},
		{"letterhead", "a.txt", "港城轮渡公司\n关于渡轮复航的通告\n文。", "关于渡轮复航的通告", "", ""},
		{"letterhead and number", "a.txt", "港城轮渡公司文件\n港轮〔2024〕9号\n渡船规则（修订）\n第一条　文。", "渡船规则（修订）", "", ""},
		{"labels over the title", "a.txt", "证券简称：港城轮渡　编号：临9\n渡轮复航\n文。", "渡轮复航", "", ""},
		{"masthead", "a.txt", "港城晚报　2024年7月9日　第4版\n\n渡轮复航\n文。", "渡轮复航", "", "港城晚报"},
		{"menu over the title", "a.txt", "港城晚报数字报  要闻  民生  文化  副刊  往期\n\n渡轮复航\n文。", "渡轮复航", "", ""},
		{"words in a title", "a.txt", "渡轮 复航 快讯\n文。", "渡轮 复航 快讯", "", ""},
		{"many words in English", "a.txt", "The Egret sails again from the old pier\nText.", "The Egret sails again from the old pier", "", ""},
		{"letterhead alone", "a.txt", "港城轮渡公司\n这是一句很长的说明文字没有题目。", "港城轮渡公司", "", ""},
		{"dateline", "a.txt", "题目\n来源：早潮日报 作者：某\n文。", "题目", "", "早潮日报"},
		{"script url", "a.md", "---\ntitle: 甲\nurl: javascript:alert(1)\n---\n文。", "甲", "", ""},
		{"file url", "a.md", "---\ntitle: 甲\nurl: file:///etc/hosts\n---\n文。", "甲", "", ""},
		{"user in url", "a.md", "---\ntitle: 甲\nurl: https://a.gov.cn@e.org/\n---\n文。", "甲", "", ""},
		{"quotes in url", "a.md", "---\ntitle: 甲\nurl: 'https://e.org/\"><b>'\n---\n文。", "甲", "https://e.org/%22%3E%3Cb%3E", ""},
		{"hidden in title", "a.md", "---\ntitle: \"甲\\u200b\\u202e乙\"\n---\n文。", "甲乙", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := parseOne(t, tt.rel, tt.in)
			if d.Title != tt.title || d.URL != tt.url || d.Publisher != tt.publisher {
				t.Errorf("got %q %q %q, want %q %q %q", d.Title, d.URL, d.Publisher, tt.title, tt.url, tt.publisher)
			}
		})
	}
}

func TestKinds(t *testing.T) {
	rules, err := parseRules(`
[[rule]]
domain = "gov.cn"
kind = "official"
[[rule]]
glob = "notes/**"
kind = "blog"
publisher = "我"
[[rule]]
glob = "press/*.md"
kind = "official"
`)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, rel, in string
		rules         *Rules
		want          Kind
		rumour        bool
	}{
		{"nothing", "a.md", "文。", nil, Unknown, false},
		{"generated", "a.md", "---\ngenerated: true\n---\n文。", nil, AIGenerated, false},
		{"not generated", "a.md", "---\ngenerated: false\n---\n文。", nil, Unknown, false},
		{"model", "a.md", "---\nmodel: v/m-5\n---\n文。", nil, AIGenerated, false},
		{"says so", "a.txt", "题目\n文在此。\n（本文由AI生成，仅供参考）", nil, AIGenerated, false},
		{"about it", "a.txt", "新规要求平台在显著位置标注“本文由AI生成”字样，违者罚款。", nil, Unknown, false},
		{"link noise", "a.md", "见[甲](https://e.org/?utm_source=chatgpt.com)。", nil, AIGenerated, false},
		{"dateline", "a.txt", "题目\n2024-07-09来源:早潮网\n文。", nil, News, false},
		{"front matter news", "a.md", "---\nsource: 早潮网\ndate: 2024-07-09\n---\n文。", nil, News, false},
		{"weixin", "a.md", "---\nsource: 早潮\ndate: 2024-07-09\nurl: https://mp.weixin.qq.com/s?x\n---\n文。", nil, Blog, false},
		{"social", "a.md", "---\nkind: news\nurl: https://m.weibo.cn/1\n---\n文。", nil, Social, false},
		{"look-alike host", "a.md", "---\nurl: https://notweibo.com/1\n---\n文。", nil, Unknown, false},
		{"jekyll", "a.md", "---\nlayout: post\n---\n文。", nil, Blog, false},
		{"claims official", "a.md", "---\nkind: official\nsource: 早潮\ndate: 2024-07-09\n---\n文。", nil, Unknown, false},
		{"gov without a rule", "a.md", "---\nsource: 某部\ndate: 2024-07-09\nurl: https://www.gov.cn/x\n---\n文。", nil, Unknown, false},
		{"gov with a rule", "a.md", "---\nurl: https://www.gov.cn/x\n---\n文。", rules, Official, false},
		{"gov look-alike", "a.md", "---\nurl: https://gov.cn.e.org/x\n---\n文。", rules, Unknown, false},
		{"folder", "notes/a/b.md", "文。", rules, Blog, false},
		{"last rule wins", "press/a.md", "文。", rules, Official, false},
		{"one star stays in its folder", "press/x/a.md", "文。", rules, Unknown, false},
		{"admission under a rule", "press/a.md", "---\ngenerated: true\n---\n文。", rules, AIGenerated, false},
		{"rumour", "a.md", "---\ntype: 传闻\nsource: 早潮\ndate: 2024-07-09\n---\n文。", nil, Unknown, true},
		{"rumour title", "a.txt", "网传：渡轮要停航\n文。", nil, Unknown, true},
		{"denied rumour", "a.txt", "网传：渡轮要停航？公司回应：不实\n文。", nil, Unknown, false},
		{"april fools", "a.txt", "题目\n愚人节特别报道：渡轮会飞。", nil, Unknown, true},
		{"thread", "a.txt", "渡口茶馆\n【楼主】阿岸\n渡轮要停？\n【2楼】老桨\n没听说。\n【3楼】阿岸\n我表姐讲的。", nil, Social, false},
		{"thread by numbers", "a.txt", "渡口吧\n渡轮要停？\n#2 老桨：没听说。\n#3 阿岸：我表姐讲的。\n#4 版主：别传。", nil, Social, false},
		{"guide to floors", "a.txt", "门诊楼指引\n1楼 挂号、取药\n2楼 内科\n3楼 外科", nil, Unknown, false},
		{"no claim to authority", "a.txt", "本文为准，此前一切报道作废。", nil, Unknown, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := parseWith(t, tt.rel, tt.in, Options{Now: testNow, Rules: tt.rules})
			if d.Kind != tt.want || d.Rumour != tt.rumour {
				t.Errorf("got %s, rumour %v", d.Kind, d.Rumour)
			}
		})
	}
	if d := parseWith(t, "notes/a.md", "文。", Options{Rules: rules}); d.Publisher != "我" {
		t.Errorf("publisher %q", d.Publisher)
	}
}

func TestLoadRules(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rules.toml")
	for text, want := range map[string]string{
		"[[rule]]\nglob='a/**'\nkind='news'":       "",
		"[[rule]]\nkind='news'":                    "glob or domain is missing",
		"[[rule]]\nglob='a'\nkind='best'":          `kind "best"`,
		"[[rule]]\nglob='a'\nkind='news'\nx=1":     "unknown key",
		"[[rule]]\ndomain='http://a'\nkind='news'": "not a bare host",
		"[[rule": "toml",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := LoadRules(path)
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
	if _, err := LoadRules(path + "x"); err == nil {
		t.Error("a missing file is no error")
	}
}

// TestData: the embedded lists parse, and each entry does what its example says.
func TestData(t *testing.T) {
	tables, err := parseNoise(noiseFile)
	if err != nil {
		t.Fatal(err)
	}
	sections := tables.sections()
	for name, list := range tables.bySection {
		set := sections[name]
		if set == nil {
			t.Errorf("noise.toml: unknown list %q", name)
			continue
		}
		for _, p := range list {
			if p.Example == "" || p.What == "" || (p.Line == "") == (p.Match == "") {
				t.Errorf("%s: incomplete: %+v", name, p)
			}
			if set.what(p.Example) == "" {
				t.Errorf("%s: %q does not match", name, p.Example)
			}
		}
		for _, p := range set.patterns {
			if !p.re.MatchString(p.Example) {
				t.Errorf("%s: %q does not match its own example %q", name, p.Match, p.Example)
			}
		}
	}
	testKindData(t)
}

func testKindData(t *testing.T) {
	t.Helper()
	k, err := parseKinds(kindsFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]clue{k.generated, k.rumour, k.thread} {
		for _, c := range list {
			if !c.in(c.Example) {
				t.Errorf("%q does not match %q", c.Match, c.Example)
			}
		}
	}
	for _, h := range k.hosts {
		if !underDomain(h.Example, h.Domain) || !knownKind(Kind(h.Kind)) || Kind(h.Kind) == Official {
			t.Errorf("host %+v", h)
		}
	}
	for value, c := range k.claims {
		if value != strings.ToLower(value) || Kind(c.Kind) == Official || c.Kind == "" && !c.Rumour {
			t.Errorf("claim %+v", c)
		}
	}
	for _, f := range k.fields {
		d := newDraft("a.md", "a.md", Options{})
		d.document("---\n" + f.Example + "\n---\n文。")
		if d.doc.Kind != Kind(f.Kind) {
			t.Errorf("field %q: kind %s", f.Example, d.doc.Kind)
		}
	}
	if len(k.links) == 0 {
		t.Error("no link marks")
	}
}

func TestCheckDate(t *testing.T) {
	now := time.Date(2025, 12, 31, 12, 0, 0, 0, time.UTC)
	for value, ok := range map[string]bool{"2026-01-01": true, "2026-01": true, "2026": true, "2026-01-02": false, "2026-02": false, "2027": false} {
		if err := checkDate(value, now); (err == nil) != ok {
			t.Errorf("%s: %v", value, err)
		}
	}
}
