package page_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// focusStart makes the next Tab begin at the top of the page.
func focusStart() chromedp.Action {
	return chromedp.Evaluate(`document.body.tabIndex = -1, document.body.focus(), document.body.removeAttribute("tabindex"), true`, nil)
}

// contrasts lists texts whose colour is less than 4.5 to 1 from what they stand on.
const contrasts = `(() => {
	const rgba = (s) => { const v = s.match(/[\d.]+/g).map(Number); return v.length < 4 ? [...v, 1] : v };
	const light = (c) => c.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const ground = (e) => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; if (c[3] > 0) throw new Error("half clear") } throw new Error("no ground") };
	const low = [];
	let texts = 0;
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const e = walk.currentNode.parentElement;
		if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.closest(".unseen, noscript, [disabled]")) continue;
		texts++;
		const [a, b] = [light(rgba(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
		const ratio = (a + 0.05) / (b + 0.05);
		if (ratio < 4.5) low.push(ratio.toFixed(2) + " " + e.className + " " + e.textContent.slice(0, 20));
	}
	const hint = getComputedStyle(document.getElementById("question"), "::placeholder").color;
	const [a, b] = [light(rgba(hint)), light(ground(document.querySelector(".box")))].sort((x, y) => y - x);
	if ((a + 0.05) / (b + 0.05) < 4.5) low.push("placeholder");
	return { texts, low };
})()`

// TestContrast measures every text in both colour schemes.
func TestContrast(t *testing.T) {
	for _, dark := range []bool{false, true} {
		t.Run(fmt.Sprintf("dark=%v", dark), func(t *testing.T) {
			var f *fake
			f = newFake(t, func(s *stream, q request) {
				switch q.Messages[len(q.Messages)-1].Content {
				case "拒":
					s.end(rag("拒", "这些文档里没有找到答案。", object{"answered": false, "refusal": object{"reason": "不相符", "nearest": []object{{"document": "a.md", "title": "甲"}}}}))
				case "错":
					s.fail(429, "rate_limit_exceeded", "too many")
				default:
					s.end(dated(f, "问"))
				}
			})
			b := open(t, f.URL, look{width: 1280, height: 1000, dark: dark})
			b.allow("429")
			check := func(state string) {
				t.Helper()
				got := eval[struct {
					Texts int
					Low   []string
				}](b, contrasts)
				if len(got.Low) > 0 || got.Texts < 5 {
					t.Errorf("%s: %d texts, too faint: %q", state, got.Texts, got.Low)
				}
			}
			b.click("#filters summary")
			check("empty")
			b.ask("拒")
			b.ask("错")
			b.ask("问")
			b.click(".turn:last-child .mark")
			b.wait(`document.querySelector("#quote")`)
			check("answered")
			if dark {
				b.shot("dark")
			}
		})
	}
}

// TestColours: the system's choice holds until the reader makes another, which stays.
func TestColours(t *testing.T) {
	b := open(t, answering(t).URL, look{width: 800, height: 600, dark: true})
	ground := func() string {
		return eval[string](b, `getComputedStyle(document.body).backgroundColor + document.getElementById("theme").ariaPressed`)
	}
	const dark, light = "rgb(25, 25, 23)true", "rgb(251, 250, 247)false"
	if got := ground(); got != dark {
		t.Errorf("by the system: %s", got)
	}
	b.click("#theme")
	if got := ground(); got != light {
		t.Errorf("turned over: %s", got)
	}
	b.run(chromedp.Reload())
	b.wait(`document.getElementById("kinds").children.length > 1`)
	if got := ground(); got != light {
		t.Errorf("after a reload: %s", got)
	}
}

// TestWidths: no width makes the reader scroll sideways, and lines stay readable.
func TestWidths(t *testing.T) {
	long := strings.Repeat("Donaudampfschifffahrt", 12)
	var f *fake
	f = newFake(t, func(s *stream, q request) {
		a := dated(f, "问")
		a["answer"] = strings.Repeat("渡口的早晨总是很静，船夫把缆绳解开，先听一听江面上的风声再开船。", 4) + " [1]\n" + long + " [2]\n- 列表一项\n- https://example.com/" + long
		a["citations"].([]object)[0]["title"] = long
		s.end(a)
	})
	for _, width := range []int64{320, 360, 390, 768, 1099, 1100, 1440, 2200} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := open(t, f.URL, look{width: width, height: 800})
			fits := func(state string) {
				t.Helper()
				if got := eval[int64](b, `document.documentElement.scrollWidth`); got > width {
					t.Errorf("%s: %d wide", state, got)
				}
				if wide := eval[[]string](b, `[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && !e.closest(".unseen, .skip") && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.className || e.localName)`); len(wide) > 0 {
					t.Errorf("%s: cut off: %q", state, wide)
				}
			}
			b.click("#filters summary")
			fits("empty")
			b.ask("问 " + long)
			fits("answered")
			if width == 360 {
				b.shot("phone-360")
			}
			chars := eval[float64](b, `(p => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize))(document.querySelector(".text p"))`)
			if chars > 38 || width >= 1100 && chars < 33 {
				t.Errorf("%.1f characters a line", chars)
			}
			if lead := eval[float64](b, `(s => parseFloat(s.lineHeight) / parseFloat(s.fontSize))(getComputedStyle(document.querySelector(".text p")))`); lead < 1.75 || lead > 1.9 {
				t.Errorf("line height %.2f", lead)
			}
			b.click(".mark")
			b.wait(`document.querySelector("#quote")`)
			fits("with a source")
			beside := eval[bool](b, `document.getElementById("panel").getBoundingClientRect().left >= document.querySelector(".text").getBoundingClientRect().right`)
			if beside != (width >= 1100) {
				t.Errorf("beside the answer: %v", beside)
			}
			if width == 1440 {
				b.shot("wide-1440")
			}
			if width == 768 {
				b.shot("tablet-768")
			}
		})
	}
}

// TestLanguages: both languages say the same things, and the reader's is chosen.
func TestLanguages(t *testing.T) {
	b := open(t, answering(t).URL, look{width: 1280, height: 900, lang: "en-GB"})
	const load = `import(document.querySelector("script[type=module]").src.replace("app.js", "strings.js"))`
	same := eval[bool](b, load+`.then((m) => { const shape = (o) => Object.entries(o).map(([k, v]) => k + ":" + (v && typeof v === "object" ? shape(v) : typeof v)).sort().join(); return shape(m.wordsFor("zh")) === shape(m.wordsFor("en")) })`)
	if !same {
		t.Error("the languages do not say the same things")
	}
	missing := eval[[]string](b, load+`.then((m) => [...document.querySelectorAll("[data-t], [data-label]")].map((e) => e.dataset.t ?? e.dataset.label).filter((k) => typeof m.wordsFor("zh")[k] !== "string"))`)
	if len(missing) > 0 {
		t.Errorf("not said: %v", missing)
	}
	if got := eval[string](b, `document.title + document.documentElement.lang + document.getElementById("send").textContent`); got != "Ask the documentsenAsk" {
		t.Errorf("English page: %q", got)
	}
	b.shot("english")
	b.ask("渡口是哪年建的？")
	if got := b.text(".sources h3"); got != "来源" {
		t.Errorf("a Chinese question gets %q", got)
	}
}

// TestPolicyIsWatched: the other tests would notice a breach of the policy.
func TestPolicyIsWatched(t *testing.T) {
	b := open(t, answering(t).URL, desktop)
	for name, breach := range map[string]string{
		"policy: style-src-attr":            `document.body.setAttribute("style", "color: red"), true`,
		"policy: require-trusted-types-for": `(() => { try { document.body.innerHTML = "<p>x"; return false } catch { return true } })()`,
		"policy: connect-src":               `fetch("https://other.example/").then(() => false, () => true)`,
		"policy: img-src":                   `(document.body.append(Object.assign(new Image(), { src: "https://other.example/x.png" })), true)`,
	} {
		if !eval[bool](b, breach) {
			t.Errorf("%s: it was allowed", name)
		}
		b.allow(name)
		for until := time.Now().Add(5 * time.Second); !b.has(name); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(until) {
				t.Fatalf("%s was not noticed", name)
			}
		}
	}
	b.allow("") // what the browser says besides
}
