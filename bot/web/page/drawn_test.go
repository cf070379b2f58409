package page_test

import (
	"slices"
	"strings"
	"testing"
)

// dated is an answer with a timeline and conflicts.
func dated(f *fake, question string) object {
	f.add("press/2021.md", "航线公司成立公告", "航线公司于二〇二一年三月成立，首任经理是江望潮。公司有船四条。")
	f.add("news/2022.md", "渡口换人：江望潮转任顾问", "昨日航线公司宣布，江望潮转任顾问，由沈砚秋接任经理。公司现有六条船。")
	f.add("social/2024.md", "码头闲话", "听说沈砚秋今年夏天也要走了，接手的是年轻人陆行舟。")
	return rag(question, "航线公司的经理现在是沈砚秋；网上有人说陆行舟将接手。 [2][3]", object{
		"mode": "generated", "model": "qwen3:8b", "as_of": "2024-07-02",
		"warnings": []string{"one sentence is not shown", "the index is old"},
		"notices":  []object{{"code": "sentences_left_out", "n": 1, "text": "one sentence is not shown"}},
		"citations": []object{
			f.cite(1, "press/2021.md", "首任经理是江望潮。", object{"date": "2021-03", "kind": "official", "publisher": "航线公司", "url": "https://ferry.example.com/2021?a=b"}),
			f.cite(2, "news/2022.md", "昨日航线公司宣布，江望潮转任顾问，由沈砚秋接任经理。", object{"date": "2022-12-20", "publisher": "潮汐晚报"}),
			f.cite(3, "social/2024.md", "听说沈砚秋今年夏天也要走了，接手的是年轻人陆行舟。", object{"date": "2024-07-02", "kind": "social", "claim": "rumour"}),
		},
		"timeline": []object{
			{"date": "2022-12-20", "text": "沈砚秋接任经理，江望潮转任顾问", "n": 2},
			{"date": "2021-03", "text": "公司成立，首任经理是江望潮", "n": 1},
			{"date": nil, "text": "未注明日期的一份名册仍写江望潮", "n": 1},
			{"date": "2024-07-02", "text": "网上传闻陆行舟将接手", "n": 3},
			{"date": "2024-07-05", "text": "传闻仍未证实", "n": 3},
		},
		"conflicts": []object{{"about": "公司有几条船", "values": []object{
			{"value": "四条", "n": 1, "date": "2021-03", "kind": "official"},
			{"value": "六条", "n": 2, "date": "2022-12-20", "kind": "news"},
			{"value": "“十来条吧”", "n": 3, "date": nil, "kind": "ai_generated"},
		}}},
	})
}

func drawing(t *testing.T) *fake {
	var f *fake
	f = newFake(t, func(s *stream, q request) {
		a := dated(f, q.Messages[len(q.Messages)-1].Content)
		s.text(a["answer"].(string))
		s.end(a)
	})
	return f
}

// TestTimeline: time runs down an axis, and more of it takes more room.
func TestTimeline(t *testing.T) {
	b := open(t, drawing(t).URL, look{width: 1280, height: 1250})
	b.ask("航线公司的经理是谁？")
	b.shot("timeline-conflicts")
	dates := eval[[]string](b, `[...document.querySelectorAll(".moment .when")].map((w) => w.firstChild.textContent)`)
	if want := []string{"2021-03", "2022-12-20", "2024-07-02", "2024-07-05", "未注明日期"}; !slices.Equal(dates, want) {
		t.Errorf("order %v", dates)
	}
	if gaps := eval[[]string](b, `[...document.querySelectorAll(".gap")].map((g) => g.textContent)`); !slices.Equal(gaps, []string{"1 年 10 个月", "1 年 6 个月"}) {
		t.Errorf("gaps %v", gaps)
	}
	at := eval[[]float64](b, `[...document.querySelectorAll(".when")].map((w) => w.getBoundingClientRect().top)`)
	if !slices.IsSorted(at) || at[1]-at[0] <= at[3]-at[2] {
		t.Errorf("moments at %v", at)
	}
	dots := eval[[]float64](b, `[...document.querySelectorAll(".when")].map((w) => w.getBoundingClientRect().right)`)
	if slices.Min(dots) != slices.Max(dots) {
		t.Errorf("no straight axis: %v", dots)
	}
	if got := b.text(".moment.newest .what"); !strings.HasPrefix(got, "传闻仍未证实") {
		t.Errorf("newest is %q", got)
	}
	if got := b.text(".meta"); got != "截至 2024-07-02 · 由 qwen3:8b 作答，逐句核对过 · 3 个来源" {
		t.Errorf("meta %q", got)
	}
	b.click(".moment .mark")
	b.wait(`document.querySelector("#quote")?.textContent === "首任经理是江望潮。"`)
	link := eval[[]string](b, `(a => [a.href, a.rel, a.target])(document.querySelector(".panel-foot a"))`)
	if !slices.Equal(link, []string{"https://ferry.example.com/2021?a=b", "noreferrer noopener", "_blank"}) {
		t.Errorf("link %v", link)
	}
}

// TestConflicts: what the sources disagree about stands side by side.
func TestConflicts(t *testing.T) {
	b := open(t, drawing(t).URL, desktop)
	b.ask("航线公司有几条船？")
	if got := b.text(".conflicts h4"); got != "公司有几条船" {
		t.Errorf("about %q", got)
	}
	cards := eval[[]string](b, `[...document.querySelectorAll(".card")].map((c) => c.innerText.replace(/\s+/g, " "))`)
	if want := []string{"四条1 2021-03 官方", "六条2 2022-12-20 新闻 最新", "“十来条吧”3 未注明日期 AI 生成"}; !slices.Equal(cards, want) {
		t.Errorf("cards %q", cards)
	}
	tops := eval[[]float64](b, `[...document.querySelectorAll(".card")].map((c) => c.getBoundingClientRect().top)`)
	lefts := eval[[]float64](b, `[...document.querySelectorAll(".card")].map((c) => c.getBoundingClientRect().left)`)
	if slices.Min(tops) != slices.Max(tops) || !slices.IsSorted(lefts) || lefts[0] == lefts[1] {
		t.Errorf("not side by side: %v %v", tops, lefts)
	}
	b.click(".card:nth-child(2) .mark")
	b.wait(`document.querySelector("#quote")?.textContent.includes("沈砚秋接任经理")`)
}

// TestNothingToDraw: an answer without them has neither.
func TestNothingToDraw(t *testing.T) {
	b := open(t, answering(t).URL, desktop)
	b.ask("渡口是哪年建的？")
	if n := eval[int](b, `document.querySelectorAll(".timeline, .conflicts, .warnings").length`); n != 0 {
		t.Errorf("%d drawn", n)
	}
}

// TestWarnings are shown, in the reader's language where it is known.
func TestWarnings(t *testing.T) {
	b := open(t, drawing(t).URL, desktop)
	b.ask("航线公司的经理是谁？")
	if got := b.text(".warnings"); got != "略去了模型写的 1 句：文档不支持。the index is old" {
		t.Errorf("warnings %q", got)
	}
	b.ask("Who runs the company?")
	if got := b.text(".turn:last-child .warnings"); !strings.HasPrefix(got, "one sentence is not shown") {
		t.Errorf("warnings %q", got)
	}
}

// TestOwnNumbers: the text as it came tells a document's own [1] from a mark; rag, which
// has both alike, does not.
func TestOwnNumbers(t *testing.T) {
	var f *fake
	f = newFake(t, func(s *stream, q request) {
		f.add("a.md", "渡口价目", "船票每张十元 [1]，月票另议。")
		s.text("船票每张十元 ［1］，月票另议。 [1]")
		s.end(rag(q.Messages[0].Content, "船票每张十元 [1]，月票另议。 [1]", object{"citations": []object{f.cite(1, "a.md", "船票每张十元 [1]，月票另议。", nil)}}))
	})
	b := open(t, f.URL, desktop)
	b.ask("船票多少钱？")
	if n := eval[int](b, `document.querySelectorAll(".turn .text .mark").length`); n != 1 {
		t.Errorf("%d marks in %q", n, b.text(".turn .text"))
	}
}

// TestHostile: what documents and models wrote is text wherever it is shown.
func TestHostile(t *testing.T) {
	const evil = `<img src=x onerror=alert(1)><script>alert(2)</script>`
	var f *fake
	f = newFake(t, func(s *stream, q request) {
		f.add("x/"+evil+".md", evil+"\u202Egnp", "前文"+evil+"后文")
		cite := f.cite(1, "x/"+evil+".md", evil, object{"url": "javascript:alert(3)", "publisher": evil, "date": evil, "kind": evil, "claim": evil})
		answer := evil + " ![](https://evil.example/p.png) [点我](javascript:alert(4)) **粗** `码` [1][2]\n# 题\n- 项 [1]\n<b>x</b>"
		s.text(answer)
		s.end(rag(evil, answer, object{
			"as_of": evil, "standalone_question": evil + "?", "warnings": []string{evil}, "citations": []object{cite},
			"timeline":  []object{{"date": evil, "text": evil, "n": 1}, {"date": "2020", "text": evil, "n": 77}},
			"conflicts": []object{{"about": evil, "values": []object{{"value": evil, "n": 1, "date": evil, "kind": evil}}}},
		}))
	})
	b := open(t, f.URL, desktop)
	eval[bool](b, `window.alert = () => { console.error("alert") }, true`)
	b.ask(evil)
	b.click(".mark")
	b.wait(`document.querySelector("#quote")`)
	b.shot("hostile")
	if got := b.text("#quote"); got != evil {
		t.Errorf("quote %q", got)
	}
	if got := b.text(".about h2"); got != evil+" gnp" {
		t.Errorf("title %q", got)
	}
	if got := b.text(".turn .text"); !strings.HasPrefix(got, evil+" ![](https://evil.example/p.png) [点我](javascript:alert(4)) **粗** `码`1[2]# 题项1<b>x</b>") {
		t.Errorf("text %q", got)
	}
	if n := eval[int](b, `document.querySelectorAll("body img, body script, body b, body [onerror], a[href^='javascript' i], a[href*='evil']").length`); n != 0 {
		t.Errorf("%d nodes made of text", n)
	}
}

// TestChangedSource: a quote that is no longer in its place is shown as it was.
func TestChangedSource(t *testing.T) {
	f := answering(t)
	b := open(t, f.URL, desktop)
	b.ask("渡口是哪年建的？")
	f.add("docs/ferry.md", "潮汐镇渡口概况", "全都改写过了。"+strings.Repeat("新的内容。", 40))
	b.click(".mark")
	b.wait(`document.querySelector("#quote")`)
	if got := b.text("#panel .note"); !strings.Contains(got, "改过") || b.text(".context") != "渡口建于一九五二年，最初只有两条木船。" {
		t.Errorf("said %q, shown %q", got, b.text(".context"))
	}
	b.keys("\x1b")
	delete(f.sources, "docs/ferry.md")
	b.allow("404")
	b.click(".mark")
	b.wait(`document.querySelector("#quote")`)
	if got := b.text("#panel .note"); !strings.Contains(got, "打不开原文") {
		t.Errorf("said %q", got)
	}
}
