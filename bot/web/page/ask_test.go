package page_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"ask/bot"
)

const (
	answerable   = "谁在领导千问?"
	unanswerable = "火星基地的第一任站长是谁？"
)

// answerOf asks the server itself.
func answerOf(t *testing.T, address, question string) *bot.Answer {
	t.Helper()
	data, err := json.Marshal(object{"messages": []object{{"role": "user", "content": question}}})
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(address+"/v1/chat/completions", "application/json", strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var out struct{ Rag *bot.Answer }
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil || out.Rag == nil {
		t.Fatalf("%d, %v", res.StatusCode, err)
	}
	return out.Rag
}

// TestAsk asks the real server, and reads the quote in its place.
func TestAsk(t *testing.T) {
	address := listen(t)
	want := answerOf(t, address, answerable)
	b := open(t, address, desktop)
	b.shot("empty")
	b.ask(answerable)
	c := want.Citations[0]
	if got := b.text(".turn .text"); !strings.Contains(got, "林俊旸") || strings.Contains(got, "[1]") {
		t.Errorf("answer %q", got)
	}
	if got := b.text(".meta"); !strings.Contains(got, "截至 "+*want.AsOf) {
		t.Errorf("meta %q", got)
	}
	b.click(".mark")
	b.wait(`document.querySelector("#quote")`)
	b.shot("desktop-light")
	if got := b.text("#quote"); got != c.Quote {
		t.Errorf("quote %q, want %q", got, c.Quote)
	}
	for _, fact := range []string{c.Title, *c.Publisher, *c.Date, "新闻", c.Document} {
		if got := b.text("#panel"); !strings.Contains(got, fact) {
			t.Errorf("no %q in the panel: %s", fact, got)
		}
	}
	if !eval[bool](b, `(r => r.top >= 0 && r.bottom <= innerHeight && r.left > document.querySelector(".turn .text").getBoundingClientRect().right)(document.querySelector("#quote").getBoundingClientRect())`) {
		t.Error("the quote is not in sight beside the answer")
	}
	if got := eval[string](b, `document.querySelector(".mark").getAttribute("aria-label")`); got != "来源 1："+c.Title {
		t.Errorf("label %q", got)
	}
}

// TestWholeText shows the rest of a document in the panel, and leads to its own page.
func TestWholeText(t *testing.T) {
	address := listen(t)
	b := open(t, address, desktop)
	b.ask(answerable)
	b.click(".mark")
	b.wait(`document.querySelector(".panel-foot [aria-pressed]")`)
	before := len(b.text(".context"))
	b.click(".panel-foot [aria-pressed]")
	if after := len(b.text(".context")); after <= before {
		t.Errorf("%d bytes of text, %d before", after, before)
	}
	if !eval[bool](b, `(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector("#quote").getBoundingClientRect())`) {
		t.Error("the quote left the sight")
	}
	href := eval[string](b, `document.querySelector(".panel-foot a").href`)
	res, err := http.Get(href)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 || !strings.HasPrefix(href, address+"/v1/sources/") || !strings.HasSuffix(href, "#quote") {
		t.Errorf("%s: %d", href, res.StatusCode)
	}
	if got := eval[string](b, `document.querySelector(".panel-foot a").rel`); got != "noreferrer noopener" {
		t.Errorf("rel %q", got)
	}
}

func TestRefusal(t *testing.T) {
	address := listen(t)
	want := answerOf(t, address, unanswerable)
	b := open(t, address, desktop)
	b.ask(unanswerable)
	b.shot("refusal")
	got := b.text(".refusal")
	for _, part := range []string{want.Text, want.Refusal.Reason, want.Refusal.Nearest[0].Title} {
		if !strings.Contains(got, part) {
			t.Errorf("no %q in %q", part, got)
		}
	}
	if eval[int](b, `document.querySelectorAll(".turn .text, .mark, .sources").length`) != 0 {
		t.Error("a refusal looks like an answer")
	}
	b.click(".refusal li button")
	b.wait(`document.querySelector(".context").textContent.length > 50`)
	if got := b.text(".about h2"); got != want.Refusal.Nearest[0].Title {
		t.Errorf("opened %q", got)
	}
}

// TestKey: the server wants a key; the page asks until it has the right one.
func TestKey(t *testing.T) {
	address := listen(t, "right-key-0123456789")
	b := open(t, address, desktop)
	b.allow("401")
	b.wait(`document.getElementById("keybox").open`)
	b.shot("key")
	b.write("wrong-key")
	b.keys("\r")
	b.wait(`document.getElementById("keywrong").textContent`)
	b.write("right-key-0123456789")
	b.keys("\r")
	b.wait(`!document.getElementById("keybox").open && document.getElementById("model").options.length`)
	b.ask(answerable)
	b.click(".mark")
	b.wait(`document.querySelector("#quote")`)
	if eval[int](b, `document.querySelectorAll(".panel-foot a[href*='/v1/sources/']").length`) != 0 {
		t.Error("a link that would be refused for want of a key")
	}
	if stored := eval[string](b, `JSON.stringify([{...sessionStorage}, {...localStorage}])`); stored != `[{"ask-key":"right-key-0123456789"},{}]` {
		t.Errorf("stored: %s", stored)
	}
}

// TestNoKey: who gives no key is told so, and can try again.
func TestNoKey(t *testing.T) {
	b := open(t, listen(t, "right-key-0123456789"), desktop)
	b.allow("401")
	b.wait(`document.getElementById("keybox").open`)
	b.keys("\x1b")
	b.wait(`!document.getElementById("keybox").open`)
	b.write(answerable)
	b.keys("\r")
	b.wait(`document.getElementById("keybox").open`)
	b.keys("\x1b")
	b.wait(`document.querySelector(".halt")`)
	b.click(".again")
	b.wait(`document.getElementById("keybox").open`)
	b.write("right-key-0123456789")
	b.keys("\r")
	b.wait(`document.querySelector(".mark")`)
	if n := eval[int](b, `document.querySelectorAll(".turn").length`); n != 1 {
		t.Errorf("%d turns", n)
	}
}
