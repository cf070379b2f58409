package web

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"ask/bot"
)

// oddFiles are documents with names and texts that break careless pages.
var oddFiles = map[string]string{
	"目录/报告 (终稿) [1] #2.md": "---\ntitle: 年报 <script>alert(1)</script>\nurl: javascript:alert(1)\ndate: 2024-03-01\n---\n\n潮声公司去年的利润是三百二十万元。</article><script>alert(2)</script>\n\n其余从略。\n",
	"a+b&c=d%20e.txt":      "栖桐镇的灯塔一九三一年建成，高二十四米。<img src=x onerror=alert(3)> & 其他。\n",
	"记录.jsonl":             `{"id":"一/二","title":"条目","text":"栖桐镇的邮局设在码头东侧，周日不开门。","url":"https://example.com/p?x=\"><script>1</script>"}` + "\n",
	"web.md":               "---\ntitle: 来自网页\nurl: https://zh.example.com/a?b=c&d=e\n---\n\n栖桐镇的渡口每年冬天停航两个月。\n",
	"x..y/z..md":           "栖桐镇的集市逢五开市。\n",
}

var oddCorpus = sync.OnceValues(func() (*Edition, error) {
	docs := filepath.Join(scratch, "odd-docs")
	for name, body := range oddFiles {
		path := filepath.Join(docs, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			return nil, err
		}
	}
	return openEdition("odd", docs)
})

func listenOdd(t *testing.T) (string, *Edition) {
	t.Helper()
	e, err := oddCorpus()
	if err != nil {
		t.Fatal(err)
	}
	return listen(t, func(cfg *Config) { cfg.Shelf = NewShelf(Edition{Index: e.Index, Models: e.Models}, quiet()) }), e
}

// TestLinksLeadToSources follows the link of every document and finds its text.
func TestLinksLeadToSources(t *testing.T) {
	address, e := listenOdd(t)
	all, err := e.Index.Sources()
	if err != nil || len(all) != len(oddFiles) {
		t.Fatalf("%d sources, %v", len(all), err)
	}
	l := linker{base: address, keys: &keys{}}
	for _, s := range all {
		id := s.Document.ID
		text, _, err := e.Index.Text(id)
		if err != nil {
			t.Fatal(err)
		}
		end := strings.Index(text, "。") + len("。")
		link := l.source(id, 0, end)
		if u, err := url.Parse(link); err != nil || strings.ContainsAny(link, "()[]<> \"") || u.Fragment != "quote" {
			t.Errorf("%q: link %s", id, link)
		}
		for _, spelling := range []string{link, address + "/v1/sources/" + url.PathEscape(id) + fmt.Sprintf("?start=0&end=%d", end)} {
			res, data := get(t, spelling, "Accept", "application/json")
			m := decode(t, data)
			if res.StatusCode != 200 || m["document"] != id || m["text"] != text || m["quote"] != text[:end] {
				t.Errorf("%s: %d %s", spelling, res.StatusCode, data)
			}
			res, data = get(t, spelling, "Accept", "text/html,application/xhtml+xml")
			if !strings.Contains(string(data), `<mark id="quote" tabindex="-1" autofocus>`) || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
				t.Errorf("%s: no highlight: %s", spelling, data)
			}
		}
	}
}

func TestSourcePageIsSafe(t *testing.T) {
	address, e := listenOdd(t)
	all, err := e.Index.Sources()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		_, data := get(t, linker{base: address, keys: &keys{}}.source(s.Document.ID, 0, 0))
		page := string(data)
		for _, bad := range []string{"<script", "<img", `href="javascript:`, "onerror=alert(3)>", "style="} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: %s in %s", s.Document.ID, bad, page)
			}
		}
		if link := `href="https://zh.example.com/a?b=c&amp;d=e"`; (s.Document.ID == "web.md") != strings.Contains(page, link) {
			t.Errorf("%s: link to the web: %s", s.Document.ID, page)
		}
	}
}

func TestNoPathLeadsOut(t *testing.T) {
	address := listen(t, nil)
	for _, id := range []string{
		"../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd", "/etc/passwd", "%2fetc%2fpasswd",
		"..\\..\\windows\\win.ini", "..%5c..%5cwin.ini", "%252e%252e%252fetc%252fpasswd", "notes/../../../go.mod", "file:///etc/passwd", "%00", "notes/%00.md",
		"..%c0%af..%c0%afetc/passwd", "%uff0e%uff0e/etc/passwd", ".", "..", "~root", "notes",
	} {
		status := raw(t, address, "GET /v1/sources/"+id+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", timeLimit)
		if !strings.Contains(status, " 404 ") && !strings.Contains(status, " 400 ") {
			t.Errorf("%s: %s", id, status)
		}
	}
}

func TestStretches(t *testing.T) {
	address := listen(t, nil)
	source := address + "/v1/sources/notes/%E9%98%BF%E9%87%8C%E4%BA%91CTO%E5%91%A8%E9%9D%96%E4%BA%BA.md"
	tests := []struct {
		query  string
		status int
		quoted bool
	}{
		{"?start=0&end=9", 200, true},
		{"", 200, false},
		{"?start=1&end=9", 200, false}, // inside a character
		{"?start=0&end=99999999", 200, false},
		{"?start=5&end=5", 400, false},
		{"?start=9&end=3", 400, false},
		{"?start=-3&end=3", 400, false},
		{"?start=0", 400, false},
		{"?start=0&end=9&end=12", 400, false},
		{"?start=0x0&end=9", 400, false},
		{"?start=0&end=99999999999999999999", 400, false},
		{"?start=%00&end=<script>", 400, false},
	}
	for _, tt := range tests {
		res, data := get(t, source+tt.query, "Accept", "application/json")
		if res.StatusCode != tt.status || tt.status == 200 && (decode(t, data)["quote"] != nil) != tt.quoted {
			t.Errorf("%s: %d %.300s", tt.query, res.StatusCode, data)
		}
		res, data = get(t, source+tt.query)
		if res.StatusCode != tt.status || tt.status == 200 && strings.Contains(string(data), "<mark") != tt.quoted {
			t.Errorf("%s: %d %.300s", tt.query, res.StatusCode, data)
		}
		if changed := strings.Contains(string(data), "文档在这条引文之后改过"); changed != (tt.status == 200 && !tt.quoted && tt.query != "") {
			t.Errorf("%s: note of a change: %v", tt.query, changed)
		}
	}
}

func TestLongTextsAreCut(t *testing.T) {
	s := strings.Repeat("字", 200_000)
	if got := head(s, 100); len(got) != 99 {
		t.Errorf("head of %d bytes", len(got))
	}
	if got := tail(s, 100); len(got) != 99 {
		t.Errorf("tail of %d bytes", len(got))
	}
}

func TestWebURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.com/a?b=c#d":                "https://example.com/a?b=c#d",
		" http://example.com ":                       "http://example.com",
		"https://例子.cn/路径":                           "https://%E4%BE%8B%E5%AD%90.cn/%E8%B7%AF%E5%BE%84",
		"https://e.com/a_(b)":                        "https://e.com/a_%28b%29",
		"javascript:alert(1)":                        "",
		"JaVaScRiPt:alert(1)":                        "",
		"data:text/html,x":                           "",
		"file:///etc/passwd":                         "",
		"//evil.example/x":                           "",
		"../../etc/passwd":                           "",
		`\\evil.example\share`:                       "",
		"https://":                                   "",
		"https://user:pw@example.com/":               "",
		`https://e.com/"><script>`:                   "",
		"https://e.com/a b":                          "",
		"https://e.com/\u202egnp":                    "https://e.com/%E2%80%AEgnp",
		"https://e.com/" + strings.Repeat("x", 3000): "",
	} {
		if got := webURL(in); got != want {
			t.Errorf("webURL(%.60q) = %q, want %q", in, got, want)
		}
	}
}

// TestMessageIsPlain: what documents hold reaches the message as text.
func TestMessageIsPlain(t *testing.T) {
	for _, piece := range []string{
		"![图](https://evil.example/p.png?q=1) 好 [1]", "[点我](javascript:alert(1)) [1]", "<img src=x onerror=alert(1)> [1]",
		"@everyone <@123456789012345678> discord.gg/abc [1]", "<a href=\"data:text/html,x\">x</a> [1]", "`代码` **粗** [1]\n# 超大标题 [2]",
		"[x]: https://evil.example [1]", "<https://evil.example> [1]", "www.evil.example [1]",
	} {
		var d draft
		got := d.add(piece)
		for _, bad := range []string{"evil.example", "](", "![", "<img", "<a ", "@everyone", "<@", "discord.gg/", "javascript:", "\n# "} {
			if strings.Contains(got, bad) {
				t.Errorf("%q became %q", piece, got)
			}
		}
		if at, ok := d.marks[1]; got != "" && !ok || ok && string([]rune(got)[at.start:at.end]) != "[1]" {
			t.Errorf("%q: mark at %v of %q", piece, at, got)
		}
	}
}

func TestFooterLinksShowTheirHost(t *testing.T) {
	s := newTestServer(t, nil)
	evil, bank := "https://evil.example/login", "https://bank.example/"
	l := linker{base: "http://127.0.0.1:8080", keys: &keys{}}
	got := footer(&bot.Answer{Answered: true, Citations: []bot.Citation{
		{N: 1, Document: "x.md", Title: "https://bank.example 登录](https://evil2.example", URL: &evil, Kind: "unknown"},
		{N: 2, Document: "y.md", Title: "**粗** <b>\n# 题", Publisher: &bank, Kind: "official"},
	}}, s.words["zh"], l, 0)
	if !strings.Contains(got, "](https://evil.example/login)") || !strings.Contains(got, "· evil.example ·") {
		t.Errorf("the host of a link is not shown: %s", got)
	}
	for _, bad := range []string{"[https://bank", "evil2.example", "**粗", "<b>", "\n# "} {
		if strings.Contains(got, bad) {
			t.Errorf("%s in %s", bad, got)
		}
	}
}

func TestPageHook(t *testing.T) {
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "script-src 'self'")
		fmt.Fprint(w, "page ", r.URL.Path)
	})
	address := listen(t, func(cfg *Config) { cfg.Page, cfg.Keys = page, []string{testKey} })
	for _, path := range []string{"/", "/assets/app.js", "/favicon.ico"} {
		if res, data := get(t, address+path); string(data) != "page "+path || res.Header.Get("Content-Security-Policy") != "script-src 'self'" {
			t.Errorf("%s: %d %s %v", path, res.StatusCode, data, res.Header)
		}
	}
	if res, _ := get(t, address+"/v1/models"); res.StatusCode != 401 {
		t.Errorf("models: %d", res.StatusCode)
	}
	if res, _ := get(t, listen(t, nil)+"/"); res.StatusCode != 404 {
		t.Errorf("no page: %d", res.StatusCode)
	}
}
