package page_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	cdproto "github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// closeBrowser ends the browser, if one was started.
var closeBrowser = func() {}

// browser is one Chromium for all tests; nil if none is installed.
var browser = sync.OnceValues(func() (context.Context, error) {
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless_shell"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, nil
	}
	alloc, endAlloc := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.UserDataDir(filepath.Join(scratch, "profile")), chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true))
	// What it prints are events newer than itself; errors of commands it returns.
	ctx, end := chromedp.NewContext(alloc, chromedp.WithErrorf(func(string, ...any) {}))
	closeBrowser = func() { end(); endAlloc() }
	return ctx, chromedp.Run(ctx)
})

// tab is one page of the browser, with a profile of its own.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex // guards what follows
	problems []string   // errors on the console, exceptions, requests to other hosts
	allowed  []string   // parts of problems that the test means to have
}

// look is how the page is looked at.
type look struct {
	width, height int64
	dark          bool
	lang          string // default zh-CN
}

var desktop = look{width: 1280, height: 900}

// open shows a page, and fails the test if it ever breaks its policy, calls another host
// or writes an error to the console.
func open(t *testing.T, address string, l look) *tab {
	t.Helper()
	parent, err := browser()
	switch {
	case err != nil:
		t.Fatalf("start Chromium: %v", err)
	case parent == nil:
		t.Skip("no Chromium is installed: the web page is not tested")
	}
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithTargetID(newWindow(t, parent)))
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	b := &tab{t: t, ctx: ctx}
	chromedp.ListenTarget(ctx, b.listen(address))
	t.Cleanup(func() { b.end(); stop(); cancel() })
	if l.lang == "" {
		l.lang = "zh-CN"
	}
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	b.run(
		network.Enable(), runtime.Enable(), log.Enable(),
		chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := cdp.AddScriptToEvaluateOnNewDocument(`addEventListener("securitypolicyviolation", (e) => console.error("policy:", e.violatedDirective, e.blockedURI, e.sample))`).Do(ctx)
			return err
		}),
		emulation.SetUserAgentOverride("test").WithAcceptLanguage(l.lang),
		emulation.SetDeviceMetricsOverride(l.width, l.height, 1, false),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}),
		chromedp.Navigate(address),
	)
	b.wait(`document.getElementById("kinds").children.length > 1`)
	return b
}

// newWindow opens a window that shares nothing with others.
func newWindow(t *testing.T, parent context.Context) target.ID {
	t.Helper()
	ctx := cdproto.WithExecutor(parent, chromedp.FromContext(parent).Browser)
	profile, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
	if err != nil {
		t.Fatal(err)
	}
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(profile).WithNewWindow(true).Do(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = target.DisposeBrowserContext(profile).Do(ctx) }) // the browser ends soon anyway
	return id
}

// listen notes what must not happen.
func (b *tab) listen(address string) func(any) {
	home, _ := url.Parse(address)
	return func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if u, err := url.Parse(e.Request.URL); err != nil || u.Host != home.Host && u.Scheme != "data" {
				b.problem("request to " + e.Request.URL)
			}
		case *runtime.EventExceptionThrown:
			b.problem("exception " + e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
				text := ""
				for _, a := range e.Args {
					text += " " + strings.Trim(string(a.Value), `"`)
				}
				b.problem("console" + text)
			}
		case *log.EventEntryAdded:
			if e.Entry.Level == log.LevelError {
				b.problem("log " + e.Entry.Text + " " + e.Entry.URL)
			}
		}
	}
}

func (b *tab) problem(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, text)
}

// has reports whether a problem was noted.
func (b *tab) has(part string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.ContainsFunc(b.problems, func(p string) bool { return strings.Contains(p, part) })
}

// allow names a problem that the test brings about.
func (b *tab) allow(part string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.allowed = append(b.allowed, part)
}

func (b *tab) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		if !slices.ContainsFunc(b.allowed, func(part string) bool { return strings.Contains(p, part) }) {
			b.t.Errorf("page: %s", p)
		}
	}
}

func (b *tab) run(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// eval gives the value of a JavaScript expression, promises awaited.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	var v T
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		object, thrown, err := runtime.Evaluate(expression).WithReturnByValue(true).WithAwaitPromise(true).Do(ctx)
		switch {
		case err != nil:
			return err
		case thrown != nil:
			return fmt.Errorf("%s: %w", expression, thrown)
		case object.Value == nil:
			return fmt.Errorf("%s is undefined", expression)
		}
		return json.Unmarshal(object.Value, &v)
	}))
	return v
}

// text is what an element shows, empty if there is none.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf(`document.querySelector(%q)?.textContent ?? ""`, selector))
}

// focus describes what has the focus: its id, else its label, else its class.
func (b *tab) focus() string {
	b.t.Helper()
	return eval[string](b, `(e => e.id || e.ariaLabel || e.className || e.localName)(document.activeElement)`)
}

// wait polls until a JavaScript condition holds.
func (b *tab) wait(condition string) {
	b.t.Helper()
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if eval[bool](b, "Boolean("+condition+")") {
			return
		}
	}
	b.t.Fatalf("never: %s\n%s", condition, eval[string](b, "document.body.innerText"))
}

// click is a real one, in the middle of what is seen of an element.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.run(chromedp.Click(selector, chromedp.ByQuery))
}

// keys presses keys one after the other.
func (b *tab) keys(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		if k != "\r" {
			b.run(chromedp.KeyEvent(k))
			continue
		}
		// As one event, whose text is not written if the page takes the key.
		enter := input.DispatchKeyEvent(input.KeyDown).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(13)
		b.run(enter.WithText("\r"), input.DispatchKeyEvent(input.KeyUp).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(13))
	}
}

// write puts text where the focus is, as a keyboard of any language would.
func (b *tab) write(text string) {
	b.t.Helper()
	b.run(input.InsertText(text))
}

// ask asks a question and waits for the end of the answer.
func (b *tab) ask(question string) {
	b.t.Helper()
	turns := eval[int](b, `document.querySelectorAll(".turn").length`)
	b.run(chromedp.Focus("#question", chromedp.ByQuery))
	b.write(question)
	b.keys("\r")
	b.wait(fmt.Sprintf(`document.querySelectorAll(".turn .reply[aria-busy=false]").length === %d`, turns+1))
}

// shot leaves a picture, if pictures are wanted.
func (b *tab) shot(name string) {
	b.t.Helper()
	if *shots == "" {
		return
	}
	var data []byte
	b.run(chromedp.CaptureScreenshot(&data))
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name+".png"), data, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
