package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ask/bot"
)

// answering gives an answer of these citations, whole or in steps.
func answering(citations []bot.Citation, steps ...bot.Event) answerFunc {
	return func(_ context.Context, q bot.Question) (*bot.Answer, error) {
		a := &bot.Answer{Question: q.Text, Answered: true, Mode: "generated", Warnings: []string{}, Passages: []bot.PassageRef{}, Citations: citations}
		for _, e := range steps {
			a.Text += e.Text
			if q.Watch != nil {
				q.Watch(e)
			}
		}
		return a, nil
	}
}

// stub is a quote of a document; web is its address there, if it has one.
func stub(n int, document, quote, web string) bot.Citation {
	c := bot.Citation{N: n, Document: document, Title: "题 " + document, Kind: "news", Quote: quote, Start: 3 * n, End: 3*n + len(quote), Claim: "stated", Status: "verified"}
	if web != "" {
		c.URL = &web
	}
	return c
}

// askUI asks as Open WebUI does, or with further headers as something else does.
func askUI(t *testing.T, m answerFunc, events bool, body string, headers ...string) (*openWebUI, *recorded) {
	t.Helper()
	address := listen(t, func(cfg *Config) {
		withModel(t, Model{ID: "m", Answerer: m})(cfg)
		cfg.OpenWebUI, cfg.Keys, cfg.LinkSecret = events, []string{testKey}, []byte("secret")
	})
	r := stream(t, address, body, append([]string{"Authorization", "Bearer " + testKey, "User-Agent", "Python/3.12 aiohttp/3.14.5"}, headers...)...)
	return parseOpenWebUI(r.lines), r
}

const streamed = `"stream":true`

// TestMarksOpenTheirSources: a quote that grows later stays the source it was.
func TestMarksOpenTheirSources(t *testing.T) {
	short, long, other := stub(1, "a.md", "电池四千", ""), stub(1, "a.md", "电池四千。屏幕三寸", ""), stub(2, "http/b.txt", "卖了八万", "")
	other.Title = "https 入门"
	m := answering([]bot.Citation{long, other},
		bot.Event{Text: "电池四千[1]。", Citations: []bot.Citation{short}},
		bot.Event{Text: "屏幕三寸[1]。", Citations: []bot.Citation{long}},
		bot.Event{Text: "屏幕三寸，没错[1]。", Citations: []bot.Citation{long}},
		bot.Event{Text: "卖了八万[2]。", Citations: []bot.Citation{other}})
	ui, _ := askUI(t, m, true, question("?", streamed))
	got := ui.numbered()
	if len(got) != 2 || got[0].id != "[1] a.md" || got[1].id != "[2] http/b.txt" {
		t.Fatalf("%d sources: %+v", len(got), got)
	}
	if !slices.Equal(got[0].documents, []string{"电池四千", "电池四千。屏幕三寸"}) {
		t.Errorf("quotes %q", got[0].documents)
	}
	if !strings.Contains(got[1].url, "/v1/sources/http/b.txt?start=6") || !strings.Contains(got[1].url, "&sig=") {
		t.Errorf("a pop-up leads to %s", got[1].url)
	}
	if asked := ui.asked(); len(asked) > 0 {
		t.Errorf("Google is asked for %q", asked)
	}
}

// TestAnnotations: each quote of one web document is a source of its own, and what opens a
// document stays away from Open WebUI, which passes addresses on.
func TestAnnotations(t *testing.T) {
	const web = "https://news.example/a.html"
	all := []bot.Citation{stub(1, "a.md", "甲", web), stub(2, "a.md", "乙", web), stub(3, "b.md", "丙", "")}
	m := answering(all, bot.Event{Text: "甲 [1]\n乙 [2]\n丙 [3]", Citations: all, Whole: true})
	ui, _ := askUI(t, m, false, question("?", streamed))
	if got := ui.numbered(); len(got) != 3 {
		t.Errorf("three quotes are %d sources", len(got))
	}
	for _, s := range ui.numbered() {
		if strings.Contains(s.id, "sig=") || !strings.Contains(s.id, "/v1/sources/") || !strings.Contains(s.id, "?start=") {
			t.Errorf("annotation %s", s.id)
		}
	}
	ui, _ = askUI(t, m, false, question("?", streamed), "X-Stainless-Lang", "python", "User-Agent", "OpenAI/Python 2.29.0")
	for _, s := range ui.numbered() {
		if !strings.Contains(s.id, "&sig=") {
			t.Errorf("OpenAI's package gets %s", s.id)
		}
	}
}

// TestSenders: who gets the events of Open WebUI and who annotations.
func TestSenders(t *testing.T) {
	tests := []struct {
		name    string
		flag    bool
		headers []string
		events  bool
	}{
		{"plain", false, nil, false},
		{"Open WebUI and the flag", true, nil, true},
		{"Open WebUI that forwards who asks", false, []string{"X-OpenWebUI-User-Id", "1"}, true},
		{"OpenAI's package and the flag", true, []string{"X-Stainless-Lang", "js"}, false},
		{"AI SDK and the flag", true, []string{"User-Agent", "ai/6.0.326 ai-sdk/openai-compatible/2.0.91"}, false},
	}
	all := []bot.Citation{stub(1, "a.md", "甲", "")}
	m := answering(all, bot.Event{Text: "甲 [1]", Citations: all, Whole: true})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ui, r := askUI(t, m, tt.flag, question("?", streamed), tt.headers...)
			annotated := len(list(object(object(list(r.chunks[len(r.chunks)-1]["choices"])[0])["delta"])["annotations"])) > 0
			if events := len(ui.statuses) > 0; events != tt.events || annotated == tt.events || len(ui.numbered()) != 1 {
				t.Errorf("events %v, annotations %v, %d sources", events, annotated, len(ui.numbered()))
			}
		})
	}
}

// TestOwnMarksInAnswers: numbers in brackets that a document has of its own are no marks,
// in streams and in answers of one piece; rag has the text as it is.
func TestOwnMarksInAnswers(t *testing.T) {
	all := []bot.Citation{stub(1, "a.md", "另见[2]两份。", ""), stub(2, "b.md", "每壶卖 15 元 [1]，要预订，见 [7]。", "")}
	const text = "另见[2]两份。 [1]\n每壶卖 15 元 [1]，要预订，见 [7]。 [2]"
	m := answering(all, bot.Event{Text: text, Citations: all, Whole: true})
	const want = "另见［2］两份。 [1]\n每壶卖 15 元 ［1］，要预订，见 ［7］。 [2]"
	ui, r := askUI(t, m, true, question("?", streamed, `"sources_footer":false`))
	if ui.content != want {
		t.Errorf("streamed %q", ui.content)
	}
	if rag := object(r.chunks[len(r.chunks)-1]["rag"]); rag["answer"] != text {
		t.Errorf("rag %q", rag["answer"])
	}
	address := listen(t, withModel(t, Model{ID: "m", Answerer: m}))
	_, data := post(t, address+"/v1/chat/completions", question("?"))
	message := object(object(list(decode(t, data)["choices"])[0])["message"])
	content := []rune(message["content"].(string))
	if !strings.HasPrefix(string(content), want) {
		t.Errorf("whole %q", string(content))
	}
	for i, a := range list(message["annotations"]) {
		at := int(object(object(a)["url_citation"])["start_index"].(float64))
		if before := string(content[:at]); string(content[at:at+3]) != fmt.Sprintf("[%d]", i+1) || !strings.HasSuffix(before, "。 ") {
			t.Errorf("annotation %d behind %q", i+1, before)
		}
	}
}

func TestDisarm(t *testing.T) {
	tests := []struct {
		name, line string
		quotes     []string
		step       bool
		want       string
	}{
		{"nothing", "甲乙", nil, true, "甲乙"},
		{"a quote's end", "甲 [2] [1]", []string{"甲 [2]"}, false, "甲 ［2］ [1]"},
		{"a quote of two sentences", "截至 2025：甲[2]。乙[3]。 [1]", []string{"甲[2]。乙[3]。"}, false, "截至 2025：甲［2］。乙［3］。 [1]"},
		{"two quotes", "甲[3]。 [1]\t乙[3]。 [2]", []string{"甲[3]。", "乙[3]。"}, false, "甲［3］。 [1]\t乙［3］。 [2]"},
		{"confirmed by another", "甲[3]。 [1][2]", []string{"甲[3]。"}, false, "甲［3］。 [1][2]"},
		{"a sentence in a source's words", "甲[1]，乙 [4] [2]。", nil, true, "甲［1］，乙 ［4］ [2]。"},
		{"a sentence with two sources", "他说“是。”[1][2]", nil, true, "他说“是。”[1][2]"},
		{"a sentence of a model, whose source has the same mark", "甲是乙[1]。", []string{"甲是乙[1]。丙"}, true, "甲是乙[1]。"},
		{"the same with two sources", "甲是乙[1][2]。丙[2]。", []string{"甲是乙[1]。"}, false, "甲是乙[1][2]。丙[2]。"},
		{"two sentences in one piece", "甲是乙[1]。丙是丁[2]。", []string{"甲是乙[1]。"}, false, "甲是乙[1]。丙是丁[2]。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := disarm(tt.line, tt.quotes, tt.step); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzDisarm(f *testing.F) {
	f.Add("甲 [2] [1]", "甲 [2]", true)
	f.Add("[[1]][1]", "[[1]]", false)
	f.Fuzz(func(t *testing.T, line, quote string, step bool) {
		got := disarm(line, []string{quote}, step)
		if back := strings.NewReplacer("［", "[", "］", "]").Replace(got); back != strings.NewReplacer("［", "[", "］", "]").Replace(line) {
			t.Errorf("%q became %q", line, got)
		}
	})
}

// ragTemplate is a message as Open WebUI makes it of a question and two files.
func ragTemplate(question string) string {
	return "### Task:\nRespond to the user query using the provided context, incorporating inline citations in the format [id].\n\n<context>\n" +
		`<source id="1" name="价目.md" resource-type="file">白毫每壶二十八元，</context> 须预订。</source>` + "\n" +
		`<source id="1" name="价目.md">红茶十元。</source>` + "\n" + `<source id="2" name="班次.md">末班六点。</source>` + "\n</context>\n\n" + question
}

// fileList is what it puts before each question that has files.
const fileList = "<attached_files>\n<file type=\"file\" id=\"f1\" url=\"f1\" content_type=\"text/markdown\" name=\"价目.md\"/>\n</attached_files>\n\n"

// TestAttachedFiles: what Open WebUI puts before a question is no part of it but one more
// source, and marks go on counting where the files' own sources end.
func TestAttachedFiles(t *testing.T) {
	const asked = "白毫每壶多少元？"
	for name, turns := range map[string][]string{
		"in the question":          {"user", ragTemplate(asked)},
		"with a list of files":     {"user", ragTemplate(fileList + asked)},
		"in the system's message":  {"system", "Be kind.\n" + ragTemplate(""), "user", asked},
		"too long for a question":  {"user", strings.Replace(ragTemplate(asked), "红茶", strings.Repeat("红茶", maxContent), 1)},
		"with words of other jobs": {"user", strings.Replace(ragTemplate(asked), "红茶", `chat history "follow_ups" broad tags categorizing `, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			var got bot.Question
			m := func(ctx context.Context, q bot.Question) (*bot.Answer, error) {
				got = q
				all := []bot.Citation{stub(1, q.ContextName, "白毫每壶二十八元", ""), stub(2, "b.md", "乙", "")}
				return answering(all, bot.Event{Text: "二十八元 [1]\n乙 [2]", Citations: all, Whole: true})(ctx, q)
			}
			body := strings.TrimSuffix(chatRequestOf(t, turns...), "}") + `,"stream":true}`
			ui, _ := askUI(t, m, true, body)
			if got.Text != asked || got.ContextName != "附件：价目.md、班次.md" || !strings.HasPrefix(got.Context, "白毫每壶二十八元") || !strings.Contains(got.Context, "末班六点。") || strings.Contains(got.Context, "<source") {
				t.Fatalf("asked %+v", got)
			}
			if !strings.HasPrefix(ui.content, "二十八元 [3]\n乙 [4]\n\n**来源**\n\n3. 题 附件：价目.md、班次.md — ") || !strings.Contains(ui.content, "\n4. [题 b.md](http") {
				t.Errorf("%s", ui.content)
			}
			if s := ui.numbered(); len(s) != 2 || s[0].id != "[3] 附件：价目.md、班次.md" || s[0].url != "" || s[1].url == "" {
				t.Errorf("%+v", s)
			}
		})
	}
	long := strings.Replace(ragTemplate(asked), "红茶", strings.Repeat("红茶", maxAttached), 1)
	if res, data := post(t, listen(t, nil)+"/v1/chat/completions", question(long)); res.StatusCode != 400 && res.StatusCode != 413 {
		t.Errorf("%d %s", res.StatusCode, data)
	}
}

// TestAttachedFileAnswers: the whole way, with a file that no index holds.
func TestAttachedFileAnswers(t *testing.T) {
	r := stream(t, listen(t, nil), strings.TrimSuffix(chatRequestOf(t, "user", strings.Replace(ragTemplate("苍鹭号渡船每天几点离港？"), "红茶十元。", "苍鹭号渡船每天早上九点四十五分离港。", 1)), "}")+`,"stream":true}`)
	if rag := object(r.chunks[len(r.chunks)-1]["rag"]); rag["answered"] != true || !strings.Contains(r.text(), "九点四十五分离港。 [3]") {
		t.Errorf("%s\n%v", r.text(), rag["refusal"])
	}
}

// TestNoTemplate: what merely looks like it is left as it is.
func TestNoTemplate(t *testing.T) {
	for _, message := range []string{
		"<attached_files> 是什么？</attached_files>", "<context> 是什么？", "</context><context>", "<context>没有来源</context>问", "### Task:\n<chat_history>\nUSER: <context><source id=\"1\">x</source></context>\n</chat_history>",
	} {
		var a attached
		if got := withoutFiles(a.take(message)); got != message || a.text != "" || a.sources != 0 {
			t.Errorf("%q became %q, %+v", message, got, a)
		}
	}
}

func FuzzAttached(f *testing.F) {
	f.Add(ragTemplate("问？"))
	f.Add("<context><source id=\"9\"")
	f.Fuzz(func(t *testing.T, message string) {
		var a attached
		if got := a.take(message); !strings.HasSuffix(strings.TrimSpace(message), strings.TrimSpace(got)) || len(a.text) > 2*len(message)+2 {
			t.Errorf("%q: %q, %+v", message, got, a)
		}
	})
}

func TestFooterTexts(t *testing.T) {
	s := newTestServer(t, nil)
	l := linker{base: "http://127.0.0.1:8080", keys: &keys{}}
	refused := func(reason string) *bot.Answer { return &bot.Answer{Refusal: &bot.Refusal{Reason: reason}} }
	if got := footer(refused("not found in any document: zorb"), s.words["en"], l, 0); got != " (not found in any document: zorb)" {
		t.Errorf("English: %q", got)
	}
	if got := footer(refused("文档里从未出现：甲"), s.words["zh"], l, 0); got != "（文档里从未出现：甲）" {
		t.Errorf("Chinese: %q", got)
	}
	long := footer(refused("文档里从未出现："+strings.Repeat("甲乙、", 100)), s.words["zh"], l, 0)
	if n := strings.Count(long, "甲乙"); n < 10 || n > 40 || !strings.HasSuffix(long, "甲乙、…）") {
		t.Errorf("%d words: %s", n, long)
	}
	c := stub(1, "a.md", "甲", "")
	c.Title = "$x$ 与 $y$"
	if got := footer(&bot.Answer{Answered: true, Citations: []bot.Citation{c}}, s.words["zh"], l, 0); !strings.Contains(got, `[\$x\$ 与 \$y\$](`) {
		t.Errorf("mathematics: %s", got)
	}
}
