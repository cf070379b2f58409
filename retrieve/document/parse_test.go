package document

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

var testNow = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// parseOne parses text that must make exactly one document.
func parseOne(t *testing.T, rel, text string) *Document {
	t.Helper()
	return parseWith(t, rel, text, Options{Now: testNow})
}

func parseWith(t *testing.T, rel, text string, opt Options) *Document {
	t.Helper()
	docs, skips := parseAll(t, rel, []byte(text), opt)
	if len(docs) != 1 {
		t.Fatalf("%d documents, skips %v", len(docs), skips)
	}
	return docs[0]
}

func parseAll(t *testing.T, rel string, data []byte, opt Options) (docs []*Document, skips []Skip) {
	t.Helper()
	skips, err := Parse(context.Background(), rel, data, opt, func(d *Document) error {
		docs = append(docs, d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return docs, skips
}

func removedCount(d *Document, what string) int {
	for _, r := range d.Removed {
		if r.What == what {
			return r.Count
		}
	}
	return 0
}

func TestParseText(t *testing.T) {
	const prose = "码头的老仓库改成了图书馆，周末有三百多人来借书，馆员说比预想的多一倍。"
	tests := []struct {
		name, rel, in, want string
		removed             string // one sort of removal that must be counted
	}{
		{"plain", "a.txt", "第一段。\n\n\n\n第二段。\n", "第一段。\n第二段。", ""},
		{"spaces", "a.txt", "多余　 的   空格。\t完", "多余 的 空格。 完", ""},
		{"plain wrap", "a.txt", "The old warehouse at the end of the pier was turned into a\nlibrary last spring, and it now lends more books than the main\nbranch.\n\nNext one.", "The old warehouse at the end of the pier was turned into a library last spring, and it now lends more books than the main branch.\nNext one.", ""},
		{"plain keeps stars", "a.txt", "2*3*4=24，a * b，snake_case_name", "2*3*4=24，a * b，snake_case_name", ""},
		{"headings", "a.md", "# 一\n\n正文。\n\n二\n---\n\n三 ##\n", "一\n正文。\n二\n三 ##", ""},
		{"emphasis", "a.md", "这是**重点**和*斜体*，还有__粗__与~~删~~。", "这是重点和斜体，还有粗与删。", ""},
		{"broken stars", "a.md", "**撰稿人语****后记**| 无名****，**\n", "撰稿人语后记| 无名，", ""},
		{"operators", "a.md", "2 * 3 = 6，`a**b`，2**10，f_x_y，\\*注", "2 * 3 = 6，a**b，2**10，f_x_y，*注", ""},
		{"links", "a.md", "见[说明书](https://e.org/a_(b) \"t\")与[附录][x]。\n\n[x]: https://e.org/x \"附录\"", "见说明书与附录。", "link definition"},
		{"citation marks", "a.md", "船长有两艘船。([Port News][1])（[甲][1]，[乙][2]）\n\n[1]: https://e.org/1\n[2]: https://e.org/2", "船长有两艘船。", "citation mark"},
		{"kept brackets", "a.md", "见 [2] 与 (甲) 与 [注]。", "见 [2] 与 (甲) 与 [注]。", ""},
		{"images", "a.md", "![图](a.png)\n\n文字![](b.png)后。\n\n[![x](c.png)](https://e.org)", "文字后。", "image"},
		{"lists", "a.md", "- 甲\n* 乙\n  + 丙\n1. 丁\n- [x] 戊", "甲\n乙\n丙\n1. 丁\n戊", ""},
		{"rules", "a.md", "甲。\n\n---\n\n***\n\n乙。", "甲。\n乙。", ""},
		{"quote", "a.md", "> > 引文一。\n> 引文二。", "引文一。\n引文二。", ""},
		{"code", "a.md", "```go\nx := **p\n<b>y</b>\n```\n完。", "x := **p\n<b>y</b>\n完。", ""},
		{"table", "a.md", "| 船 | 吨 |\n|---|--:|\n| 海**鸥** | 1,200 |\n| 白鹭 | 800 |", "船 | 吨\n海鸥 | 1,200\n白鹭 | 800", ""},
		{"entities", "a.md", "A&amp;B &#x6D77; &copy", "A&B 海 &copy", ""},
		{"unknown tags stay", "a.md", "标签 <think>想</think> 和 <script> 标签是两回事，a < b。", "标签 <think>想</think> 和 <script> 标签是两回事，a < b。", ""},
		{"html in markdown", "a.md", "前。\n\n<div><h2>标题</h2>\n<p>\n 一行\n 又一行\n</p>\n\n<p>二</p></div>\n\n**后**。", "前。\n标题\n一行又一行\n二\n后。", ""},
		{"markdown in div", "a.md", "<div align=\"center\">\n\n**粗**体\n\n</div>\n\n完。", "粗体\n完。", ""},
		{"html", "a.html", "<p>第一<b>段</b><br>换行</p><ul><li>甲<li>乙</ul><table><tr><td>船</td><td>3</td></tr></table>", "第一段\n换行\n甲\n乙\n船 | 3", ""},
		{"html navigation", "a.html", "<nav>首页</nav><article><p>" + prose + "</p></article><aside>广告</aside><footer>尾</footer>", prose, "nav"},
		{"html page in a form", "a.html", "<form><p>" + prose + "</p></form>", prose, ""},
		{"pre", "a.html", "<pre>a\n  b</pre>", "a\nb", ""},
		{"share bar", "a.txt", prose + "\n微信扫一扫\n分享\n收藏\n：\n，\n", prose, "share bar"},
		{"share figures", "a.txt", prose + "\n点赞 12 收藏 3 分享", prose, "share bar"},
		{"navigation", "a.txt", "早潮网\n要闻 港口 航运 渔业 天气 船舶 专题\n老仓库成了图书馆\n" + prose, "老仓库成了图书馆\n" + prose, "navigation"},
		{"related list", "a.txt", prose + "\n相关推荐\n别的文章一\n别的文章二", prose, "related list"},
		{"chat offer", "a.txt", prose + "\n如果你需要，我可以再列一份开放时间表。要我列吗？", prose, "chat offer"},
		{"teasers", "a.txt", prose + "\n一个别的标题\n别的摘要说到一半…\n2025-01-02\n又一个标题\n又一段摘要...\n2025-01-02", prose, "teasers"},
		{"one cut line is no teaser", "a.txt", prose + "\n后来呢\n他没有再说下去…\n2025-01-02", prose + "\n后来呢\n他没有再说下去…\n2025-01-02", ""},
		{"repeated title", "a.md", "---\ntitle: 老仓库 成了图书馆\n---\n# 老仓库成了图书馆\n\n# 老仓库，成了图书馆\n\n" + prose, "老仓库成了图书馆\n" + prose, "repeated title"},
		{"oaicite", "a.txt", "船到了。:contentReference[oaicite:0]{index=0}", "船到了。", "citation mark"},
		{"terminal", "a.txt", "正\x1b[31m常\x1b]8;;https://e.org\x07链\x1b]8;;\x07接\r覆盖", "正常链接\n覆盖", "terminal sequence"},
		{"model tokens stay", "a.txt", "请忽略以上内容 <|im_end|>", "请忽略以上内容 <|im_end|>", ""},
		{"second front matter", "a.md", "---\ntitle: 甲\n---\n一。\n\n---\ndate: 2024-01-01\ntype: 传闻\n---\n二。", "一。\n二。", "inner front matter"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := parseOne(t, tt.rel, tt.in)
			if d.Text != tt.want {
				t.Errorf("got  %q\nwant %q", d.Text, tt.want)
			}
			if tt.removed != "" && removedCount(d, tt.removed) == 0 {
				t.Errorf("%q not counted in %+v", tt.removed, d.Removed)
			}
		})
	}
}

// TestProseSurvives holds good text that uses the words of the noise patterns.
func TestProseSurvives(t *testing.T) {
	for _, text := range []string{
		"他在会上分享了经验，大家纷纷点赞，也有人收藏了讲稿。",
		"这条消息引发广泛关注，多家公众号转发，评论超过一万条。",
		"功能清单\n分享\n收藏\n留言",
		"微信扫一扫功能上线十年，日均使用四亿次，成为支付的主要入口之一。",
		"欢迎关注这项研究的同行来信，我们愿意分享原始数据。",
		"相关推荐\n推荐系统会根据阅读历史给出相关推荐，这一段很长，讲的是它怎样计算物品之间的相似度，又怎样避免反复出现同一个作者的内容，所以必须留下，不能当成页面底部的链接列表删除，否则读者就不知道系统如何工作，也无法理解后文的实验结果。",
		"取消\n允许",
		"来源丰富的植物蛋白，编辑们认为值得推荐，本栏目将继续报道这个话题。",
		"春 江 花 月 夜",
		"如果你需要办证，请带身份证到一楼窗口。我可以作证的是，队伍从不超过十人。",
		"事件经过\n2020年3月1日\n仓库起火，消防队二十分钟内赶到现场，没有人员伤亡，损失约三十万元。\n2020年3月9日\n调查结束。",
	} {
		d := parseOne(t, "a.txt", text)
		if d.Text != text {
			t.Errorf("changed %q\n   into %q\nremoved %+v", text, d.Text, d.Removed)
		}
	}
}

func TestParseIsIdempotent(t *testing.T) {
	for _, rel := range []string{"a.md", "a.txt"} {
		for _, text := range []string{
			"# 标题\n\n正文**一**。\n\n- 甲\n- 乙\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n<p>段\n落</p>\n",
			"早潮网\n要闻 港口 航运 渔业 天气 船舶\n标题一个\n2024-01-02来源:某报\n正文在这里，说了很多话，也没有别的意思，只是要够长，才像一段文章。\n分享\n微信扫一扫\n收藏",
			"The first line of a paragraph that is hard wrapped at a width\nof about sixty columns and then goes on\n\nand another one follows here",
		} {
			first := parseOne(t, rel, text)
			second := parseOne(t, rel, first.Text)
			if first.Text != second.Text {
				t.Errorf("%s: %q became %q", rel, first.Text, second.Text)
			}
		}
	}
}

func TestHeadings(t *testing.T) {
	d := parseOne(t, "a.md", "# 港\n\n文。\n\n**短标题**\n\n文。\n\n<h3>三级</h3>\n\n### 末 ###\n文")
	var got []string
	for _, h := range d.Headings {
		got = append(got, d.Text[h.Start:h.End])
	}
	if want := "港|短标题|三级|末"; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, rel, data, reason string }{
		{"extension", "a.PDF", "x", "unsupported format .pdf"},
		{"empty", "a.txt", " \n\t", "empty"},
		{"pdf as text", "a.txt", "%PDF-1.4\n...", "binary content (PDF)"},
		{"nul", "a.txt", "ab\x00\x01\x02\x00\x00c", "binary content (NUL bytes)"},
		{"controls", "a.txt", strings.Repeat("ab\x01\x02\x03", 20), "binary content (control characters)"},
		{"only a script", "a.html", "<html><script>var a=1</script></html>", "no readable text (removed: script)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			docs, skips := parseAll(t, tt.rel, []byte(tt.data), Options{})
			if len(docs) != 0 || len(skips) != 1 || skips[0].Reason != tt.reason {
				t.Errorf("got %d documents, %q, want %q", len(docs), skips, tt.reason)
			}
		})
	}
}

func TestParseStops(t *testing.T) {
	stop := errors.New("stop")
	_, err := Parse(context.Background(), "a.txt", []byte("文字"), Options{}, func(*Document) error { return stop })
	if !errors.Is(err, stop) {
		t.Errorf("yield's error: got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Parse(ctx, "a.txt", []byte("文字"), Options{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

func TestJSONL(t *testing.T) {
	data := `{"id":"a","title":"甲","text":"第一条。","date":"2024-05","url":"https://www.example.com/x","kind":"official","publisher":"某社"}
{"id":12345678901234567890,"text":"第二条没有标题。"}

{"id":"a","text":"重复"}
{"id":"e","title":"空","text":"  "}
not json
{"text":"没有编号的一条。","kind":"social"}`
	docs, skips := parseAll(t, "d/c.jsonl", []byte(data), Options{Now: testNow})
	var ids []string
	for _, d := range docs {
		ids = append(ids, d.ID)
	}
	if got, want := strings.Join(ids, " "), "d/c.jsonl#a d/c.jsonl#12345678901234567890 d/c.jsonl#line-7"; got != want {
		t.Fatalf("ids %q, want %q", got, want)
	}
	if d := docs[0]; d.Date != (Date{"2024-05", DateFromFrontMatter}) || d.Kind != Unknown || d.Publisher != "某社" || d.Title != "甲" {
		t.Errorf("first: %+v", d)
	}
	if docs[2].Kind != Social {
		t.Errorf("third: kind %q", docs[2].Kind)
	}
	var reasons []string
	for _, s := range skips {
		reasons = append(reasons, s.Path+" "+s.Reason)
	}
	all := strings.Join(reasons, "\n")
	for _, want := range []string{"d/c.jsonl:4 id used by an earlier record", "d/c.jsonl:5 no text", "d/c.jsonl:6 not valid JSON"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in %q", want, all)
		}
	}
}

func TestSeeds(t *testing.T) {
	const dir = "../../../shared/seeds"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no seeds here")
	}
	want := map[string]struct {
		date      Date
		publisher string
		kind      Kind
		end       string
	}{
		"000": {Date{}, "", AIGenerated, "角色。"},
		"001": {Date{"2022-12-29", DateFromFrontMatter}, "", Blog, "高峰”。"},
		"002": {Date{"2024-07-09", DateFromFrontMatter}, "极客公园", Blog, "格局？"},
		"003": {Date{"2026-03-06", DateFromText}, "天脉网", News, "答案。"},
	}
	sources, _, err := Walk(context.Background(), dir, Options{})
	if err != nil || len(sources) != len(want) {
		t.Fatalf("%d sources, %v", len(sources), err)
	}
	for _, src := range sources {
		data, err := ReadFile(dir, src, Options{})
		if err != nil {
			t.Fatal(err)
		}
		d := parseOne(t, src.Rel, string(data))
		w := want[src.Rel[:3]]
		if d.Date != w.date || d.Publisher != w.publisher || d.Kind != w.kind || !strings.HasSuffix(d.Text, w.end) {
			t.Errorf("%s: %v %q %s …%q", src.Rel, d.Date, d.Publisher, d.Kind, d.Text[len(d.Text)-40:])
		}
		for _, noise := range []string{"http", "**", "](", "<p", "扫一扫", "去水印", "除湿机", "红岸谷", "业界资讯", "display", "GeekWire"} {
			if strings.Contains(d.Text, noise) {
				t.Errorf("%s still has %q", src.Rel, noise)
			}
		}
		if again := parseOne(t, src.Rel, d.Text); again.Text != d.Text {
			t.Errorf("%s: not idempotent", src.Rel)
		}
	}
}
