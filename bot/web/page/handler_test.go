package page_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ask/bot/web/page"
)

func fetch(method, path string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	page.Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var asset = regexp.MustCompile(`(?:src|href)="([^"]+)"`)

// TestEveryPart fetches the page and all it names.
func TestEveryPart(t *testing.T) {
	types := map[string]string{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
	found := asset.FindAllStringSubmatch(body(t, fetch("GET", "/")), -1)
	if len(found) < 10 {
		t.Fatalf("the page names %d parts", len(found))
	}
	for _, m := range found {
		if m[1] == "#question" {
			continue
		}
		if !strings.HasPrefix(m[1], "assets/") {
			t.Errorf("%s is no asset", m[1])
		}
		res := fetch("GET", "/"+m[1])
		if got := res.Header.Get("Content-Type"); res.StatusCode != 200 || !strings.HasPrefix(got, types[filepath.Ext(m[1])]) {
			t.Errorf("%s: %d %s", m[1], res.StatusCode, got)
		}
		if got := res.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %s", m[1], got)
		}
	}
}

func TestHeaders(t *testing.T) {
	want := map[string]string{
		"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff",
		"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
	}
	res := fetch("GET", "/")
	for name, value := range want {
		if got := res.Header.Get(name); got != value {
			t.Errorf("%s: %s, want %s", name, got, value)
		}
	}
	csp := res.Header.Get("Content-Security-Policy")
	for _, directive := range []string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:", "base-uri 'none'",
		"form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
	} {
		if !strings.Contains(csp+";", directive+";") {
			t.Errorf("no %s in %s", directive, csp)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Errorf("policy %s", csp)
	}
}

func TestUnchangedIsNotSentAgain(t *testing.T) {
	for _, path := range []string{"/", "/favicon.ico"} {
		res := fetch("GET", path)
		etag := res.Header.Get("ETag")
		if res.StatusCode != 200 || len(etag) < 12 {
			t.Fatalf("%s: %d, ETag %s", path, res.StatusCode, etag)
		}
		if again := fetch("GET", path, "If-None-Match", etag); again.StatusCode != 304 || body(t, again) != "" {
			t.Errorf("%s: %d", path, again.StatusCode)
		}
		if other := fetch("GET", path, "If-None-Match", `"other"`); other.StatusCode != 200 {
			t.Errorf("%s: %d for another version", path, other.StatusCode)
		}
		if head := fetch("HEAD", path); head.StatusCode != 200 || head.Header.Get("ETag") != etag || body(t, head) != "" {
			t.Errorf("HEAD %s: %d", path, head.StatusCode)
		}
	}
}

func TestNothingElse(t *testing.T) {
	for _, path := range []string{"/index.html", "/assets/", "/assets/0/app.js", "/assets/app.js", "/static/app.js", "/assets/../handler.go"} {
		if res := fetch("GET", path); res.StatusCode != 404 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}

// TestFiles holds the files to what the policy and the house style ask.
func TestFiles(t *testing.T) {
	never := map[string]*regexp.Regexp{
		".js":   regexp.MustCompile(`(?i)innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|https?://|\.cookie`),
		".css":  regexp.MustCompile(`(?i)@import|url\(|https?://`),
		".html": regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script>|https?://|javascript:`),
	}
	files, err := filepath.Glob("static/*")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if re := never[filepath.Ext(name)]; re != nil {
			if bad := re.FindString(string(data)); bad != "" {
				t.Errorf("%s holds %q", name, bad)
			}
		}
		if lines := strings.Count(string(data), "\n"); lines > 400 {
			t.Errorf("%s has %d lines", name, lines)
		}
	}
}
