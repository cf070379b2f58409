package page_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/google/go-cmp/cmp"
)

// harbour is a document that tests quote.
const harbour = "潮汐镇渡口概况\n渡口建于一九五二年，最初只有两条木船。后来换成了铁壳渡轮，每天往返十二趟。二〇二四年春天，渡口因修桥停航。\n桥建成以后，渡口改作码头公园。"

// twoQuotes is an answer with two citations of one document.
func twoQuotes(f *fake, q request) object {
	f.add("docs/ferry.md", "潮汐镇渡口概况", harbour)
	return rag(q.Messages[len(q.Messages)-1].Content, "渡口建于一九五二年，最初只有两条木船。 [1]\n二〇二四年春天，渡口因修桥停航。 [2] 此后改作公园 [1][2]。[9]", object{
		"as_of": "2024-05",
		"citations": []object{
			f.cite(1, "docs/ferry.md", "渡口建于一九五二年，最初只有两条木船。", object{"date": "2024-05", "publisher": "镇志办", "kind": "official"}),
			f.cite(2, "docs/ferry.md", "二〇二四年春天，渡口因修桥停航。", object{"claim": "rumour", "kind": "social", "status": "repaired"}),
		},
	})
}

// answering is a fake that always gives that answer.
func answering(t *testing.T) *fake {
	var f *fake
	f = newFake(t, func(s *stream, q request) {
		a := twoQuotes(f, q)
		s.text(a["answer"].(string))
		s.end(a)
	})
	return f
}

// TestStream watches an answer grow.
func TestStream(t *testing.T) {
	more := make(chan string)
	var f *fake
	f = newFake(t, func(s *stream, q request) {
		for piece := range more {
			s.text(piece)
		}
		s.end(twoQuotes(f, q))
	})
	b := open(t, f.URL, desktop)
	b.write("渡口是哪年建的？")
	b.keys("\r")
	b.wait(`document.querySelector(".pending")`)
	for i, piece := range []string{"渡口建于", "一九五二年，", "最初只有两条木船。 [1]\n", "二〇二四年春天，渡口因修桥停航。 [2] 此后改作公园 [1][2]。[9]"} {
		more <- piece
		b.wait(fmt.Sprintf(`document.querySelector(".streaming")?.textContent.includes(%q)`, strings.TrimSpace(piece)))
		if busy := eval[string](b, `document.querySelector(".reply").getAttribute("aria-busy")`); busy != "true" {
			t.Errorf("piece %d: busy %s", i, busy)
		}
		if said := b.text("#live"); said != "" {
			t.Errorf("piece %d: read aloud %q before the end", i, said)
		}
	}
	if eval[int](b, `document.querySelectorAll(".mark").length`) != 0 {
		t.Error("a mark can be pressed before its source is known")
	}
	b.write("再")
	b.keys("\r") // must not be asked while an answer is on its way
	close(more)
	b.wait(`document.querySelectorAll(".mark").length === 4`)
	if got := b.text(".turn .text"); !strings.HasSuffix(got, "此后改作公园12。[9]") {
		t.Errorf("text %q", got)
	}
	if said := b.text("#live"); !strings.Contains(said, "渡口建于一九五二年") || strings.Contains(said, "[1]") {
		t.Errorf("read aloud: %q", said)
	}
	if n := len(f.requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
	if got := eval[string](b, `document.getElementById("question").value`); got != "再" {
		t.Errorf("the box holds %q", got)
	}
}

// TestStop stops an answer; the server notices, what came stays, and one can go on.
func TestStop(t *testing.T) {
	for name, stop := range map[string]func(*tab){
		"button": func(b *tab) { b.click("#stop") },
		"Escape": func(b *tab) { b.keys("\x1b") },
	} {
		t.Run(name, func(t *testing.T) {
			left := make(chan struct{})
			var f *fake
			f = newFake(t, func(s *stream, q request) {
				if q.Messages[0].Content != "慢" {
					s.end(twoQuotes(f, q))
					return
				}
				s.text("前半句，")
				<-s.r.Context().Done()
				close(left)
			})
			b := open(t, f.URL, desktop)
			b.write("慢")
			b.keys("\r")
			b.wait(`document.querySelector(".streaming")`)
			stop(b)
			b.wait(`document.querySelector(".halt")`)
			select {
			case <-left:
			case <-time.After(10 * time.Second):
				t.Error("the server goes on")
			}
			if got := b.text(".reply"); !strings.HasPrefix(got, "前半句，") || !strings.Contains(got, "已停止") {
				t.Errorf("shown %q", got)
			}
			b.ask("快")
			if got := f.requests(); len(got) != 2 || len(got[1].Messages) != 1 {
				t.Errorf("requests %+v", got)
			}
		})
	}
}

// TestFollowUp: a question carries what was said before, but neither refusals' lists nor
// answers that broke off.
func TestFollowUp(t *testing.T) {
	var f *fake
	f = newFake(t, func(s *stream, q request) {
		a := twoQuotes(f, q)
		if len(f.requests()) == 2 {
			a["standalone_question"] = "渡口停航以后怎么样了？"
		}
		s.end(a)
	})
	f.models = []string{"qwen3:8b", "ask-extractive"}
	b := open(t, f.URL, desktop)
	b.ask("渡口是哪年建的？")
	b.click("#filters summary")
	eval[string](b, `(s => { s.value = "ask-extractive"; s.dispatchEvent(new Event("change", {bubbles: true})); return "" })(document.getElementById("model"))`)
	eval[string](b, `(d => { d.value = "2024-06-01"; d.dispatchEvent(new Event("change", {bubbles: true})); return "" })(document.getElementById("asof"))`)
	b.click(`#kinds input[value="official"]`)
	b.shot("filters")
	if got := b.text("#chosen"); got != " · ask-extractive · 截至 2024-06-01 · 官方" {
		t.Errorf("chosen %q", got)
	}
	b.ask("后来呢？")
	got := f.requests()
	type said = struct{ Role, Content string }
	answer := twoQuotes(f, got[0])["answer"].(string)
	off := false
	want := []request{
		{Model: "qwen3:8b", Stream: true, SourcesFooter: &off, Messages: []said{{"user", "渡口是哪年建的？"}}},
		{Model: "ask-extractive", AsOf: "2024-06-01", Kind: []string{"official"}, Stream: true, SourcesFooter: &off, Messages: []said{{"user", "渡口是哪年建的？"}, {"assistant", answer}, {"user", "后来呢？"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := b.text(".turn:last-child .understood"); got != "理解为：渡口停航以后怎么样了？" {
		t.Errorf("understood %q", got)
	}
	b.click("#fresh")
	b.ask("新的")
	if got := f.requests(); len(got[2].Messages) != 1 {
		t.Errorf("a new conversation sends %+v", got[2].Messages)
	}
}

// TestErrors: each failure is said in plain words, and can be tried again.
func TestErrors(t *testing.T) {
	tests := []struct {
		name, question, want, log string
		reply                     func(*stream)
	}{
		{"rate", "问", "请过 7 秒再试", "429", func(s *stream) {
			s.w.Header().Set("Retry-After", "7")
			s.fail(429, "rate_limit_exceeded", "too many requests")
		}},
		{"unavailable", "why?", "The server cannot answer now", "503", func(s *stream) { s.fail(503, "unreachable", "the model is away") }},
		{"too long", "问", "太长了", "413", func(s *stream) { s.fail(413, "too_large", "too large") }},
		{"refused", "问", "服务器不接受这个请求：k must be from 1 to 100", "400", func(s *stream) { s.fail(400, "invalid_request", "k must be from 1 to 100") }},
		{"some proxy", "问", "服务器暂时不能回答", "502", func(s *stream) { s.w.WriteHeader(502); fmt.Fprint(s.w, "<h1>Bad Gateway</h1>") }},
		{"in the stream", "问", "服务器暂时不能回答", "", func(s *stream) {
			s.text("半句")
			s.send(object{"choices": []object{}, "error": object{"message": "x", "type": "server_error", "code": "shutting_down", "param": nil}})
			fmt.Fprint(s.w, "data: [DONE]\n\n")
		}},
		{"broken off", "问", "连接断了", "", func(s *stream) { s.text("半句") }},
		{"not JSON", "问", "连接断了", "", func(s *stream) { s.text("半句"); fmt.Fprint(s.w, "data: {\n\n") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f *fake
			f = newFake(t, func(s *stream, q request) {
				if len(f.requests()) == 1 {
					tt.reply(s)
					return
				}
				s.end(twoQuotes(f, q))
			})
			b := open(t, f.URL, desktop)
			if tt.log != "" {
				b.allow(tt.log)
			}
			b.ask(tt.question)
			if got := b.text(".halt"); !strings.Contains(got, tt.want) {
				t.Errorf("said %q", got)
			}
			if got := b.text(".partial"); (tt.log == "") != (got == "半句") {
				t.Errorf("left %q", got)
			}
			if tt.name == "rate" {
				b.shot("error")
			}
			b.click(".again")
			b.wait(`document.querySelector(".mark")`)
			if n := eval[int](b, `document.querySelectorAll(".turn").length`); n != 1 {
				t.Errorf("%d turns", n)
			}
		})
	}
}

// TestOffline: the server is gone.
func TestOffline(t *testing.T) {
	f := answering(t)
	b := open(t, f.URL, desktop)
	b.allow("ERR_CONNECTION_REFUSED")
	f.Close()
	b.ask("问")
	if got := b.text(".halt"); !strings.Contains(got, "连不上服务器") {
		t.Errorf("said %q", got)
	}
}

// TestComposition: Enter that ends the input of a Chinese word does not ask.
func TestComposition(t *testing.T) {
	f := answering(t)
	b := open(t, f.URL, desktop)
	eval[string](b, `(window.seen = [], document.getElementById("question").addEventListener("keydown", (e) => seen.push(e.key + " " + e.isComposing)), "")`)
	b.run(input.ImeSetComposition("du'kou", 6, 6))
	b.keys("\r")
	if got := eval[[]string](b, "seen"); !cmp.Equal(got, []string{"Enter true"}) {
		t.Fatalf("the key was not pressed while composing: %v", got)
	}
	b.run(input.InsertText("渡口"))
	// Some browsers end the composition first and then report the key as 229.
	b.run(
		input.DispatchKeyEvent(input.KeyRawDown).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(229),
		input.DispatchKeyEvent(input.KeyUp).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(229))
	time.Sleep(200 * time.Millisecond)
	if n := len(f.requests()); n != 0 {
		t.Fatalf("%d questions asked", n)
	}
	shifted := input.DispatchKeyEvent(input.KeyDown).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(13).WithModifiers(input.ModifierShift)
	b.run(shifted.WithText("\r"))
	b.write("在哪里？")
	b.keys("\r")
	b.wait(`document.querySelector(".mark")`)
	if got := f.requests(); len(got) != 1 || got[0].Messages[0].Content != "渡口\n在哪里？" {
		t.Errorf("asked %+v", got)
	}
	if got := eval[string](b, `document.getElementById("question").value`); got != "" {
		t.Errorf("the box keeps %q", got)
	}
}

// TestButton: asking by the button alone leaves the focus where it was of use.
func TestButton(t *testing.T) {
	b := open(t, answering(t).URL, desktop)
	b.write("渡口是哪年建的？")
	b.keys("\t")
	if got := b.focus(); got != "send" {
		t.Fatalf("Tab leads to %s", got)
	}
	b.keys("\r")
	b.wait(`document.querySelector(".mark")`)
	if got := b.focus(); got != "send" {
		t.Errorf("the focus is at %s", got)
	}
	b.keys("\r") // the box is empty
	if n := eval[int](b, `document.querySelectorAll(".turn").length`); n != 1 {
		t.Errorf("%d turns", n)
	}
}
