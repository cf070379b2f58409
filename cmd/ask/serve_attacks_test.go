package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ask/bot/model/modeltest"
)

// httpCase is an attack on the server itself: a case of scope http. What is sent stands in
// Request; where one request cannot say it, Drill names what is done (by default the case's
// id without "http-"). Expect says how it must end, see [expectation].
type httpCase struct {
	ID             string       `json:"id"`
	Scope          string       `json:"scope"`
	Expect         string       `json:"expect"`
	Drill          string       `json:"drill"`
	Request        *httpRequest `json:"request"`
	MustNotContain []string     `json:"must_not_contain"` // in the whole reply, head and body
}

// httpRequest is one request, sent as it stands: nothing is added but Content-Length.
type httpRequest struct {
	Method  string      `json:"method"` // POST if empty
	Path    string      `json:"path"`   // /v1/chat/completions if empty
	Host    string      `json:"host"`   // localhost if empty
	Headers [][2]string `json:"headers"`
	JSON    bool        `json:"json"` // Content-Type is application/json
	Body    string      `json:"body"`
	BodyB64 []byte      `json:"body_b64"`
	Fill    int         `json:"fill"`  // so many letters x in place of "FILL" in Body
	Keyed   bool        `json:"keyed"` // the server wants a key
	Raw     []byte      `json:"raw_b64"`
}

// bytes is the request as it goes over the wire.
func (r *httpRequest) bytes() []byte {
	if r.Raw != nil {
		return r.Raw
	}
	or := func(s, value string) string {
		if s == "" {
			return value
		}
		return s
	}
	body := string(r.BodyB64) + strings.Replace(r.Body, "FILL", strings.Repeat("x", r.Fill), 1)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", or(r.Method, "POST"), or(r.Path, "/v1/chat/completions"), or(r.Host, "localhost"))
	if r.JSON {
		b.WriteString("Content-Type: application/json\r\n")
	}
	for _, h := range r.Headers {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\nConnection: close\r\n\r\n%s", len(body), body)
	return []byte(b.String())
}

// expectation is how an attack must end. Written, it is a list of statuses (4xx: any of
// them), "closed" for a connection closed without a reply, and a time, "<= 12 s", within
// which the connection must be closed or what else is measured be over. Without a status,
// any that refuses will do.
type expectation struct {
	statuses []string
	closed   bool
	within   time.Duration
}

func parseExpectation(s string) expectation {
	e := expectation{statuses: regexp.MustCompile(`\b([2345]\d\d|[45]xx)\b`).FindAllString(s, -1), closed: strings.Contains(s, "closed")}
	if m := regexp.MustCompile(`<=? ?(\d+) s\b`).FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		e.within = time.Duration(n) * time.Second
	}
	if strings.Contains(s, "before body timeout") {
		e.within = 15 * time.Second
	}
	return e
}

// outcome is how one step of an attack ended.
type outcome struct {
	what   string
	status int // 0: the connection was closed without a reply
	took   time.Duration
	reply  string // head and body
	timed  bool   // only took counts
}

// meets reports why an outcome is not as expected, "" if it is.
func (e expectation) meets(o outcome) string {
	if e.within > 0 && o.took > e.within {
		return fmt.Sprintf("took %v, want at most %v", o.took, e.within)
	}
	code := strconv.Itoa(o.status)
	switch {
	case o.timed:
		return ""
	case o.status == 0 && e.closed:
		return ""
	case o.status == 0:
		return "the connection was closed without a reply"
	case len(e.statuses) == 0 && e.closed && o.status < 400:
		return "status " + code
	case len(e.statuses) == 0:
		return ""
	}
	if slices.ContainsFunc(e.statuses, func(want string) bool { return want == code || want[1:] == "xx" && want[0] == code[0] }) {
		return ""
	}
	return fmt.Sprintf("status %s, want one of %v", code, e.statuses)
}

// drillGround is what HTTP attacks are made on: one server anybody may ask, and one that
// wants a key. Both have a model that never answers, and one that quotes.
type drillGround struct {
	open, keyed *served
}

const groundQuestion = "栖桐镇的灯塔有多高？"

func newDrillGround(t *testing.T) *drillGround {
	t.Helper()
	docs, home := t.TempDir(), t.TempDir()
	writeNote(t, docs, "栖桐镇的灯塔高二十四米，一九三一年建成。")
	mute := modeltest.New(t, func(modeltest.Request) modeltest.Reply { return modeltest.Reply{Mute: true} })
	env := map[string]string{"HOME": home, "ASK_DOCS": docs, "OPENAI_BASE_URL": mute.URL, "ASK_MODEL": "mute"}
	g := &drillGround{open: startProgram(t, env)}
	env["ASK_API_KEY"] = "the-only-key"
	g.keyed = startProgram(t, env)
	if g.open.address == "" || g.keyed.address == "" {
		t.Fatalf("no server:\n%s\n%s", g.open.log, g.keyed.log)
	}
	return g
}

// TestHTTPAttacks performs each case of scope http on a running server, and tells of each
// step how it ended (with -v).
func TestHTTPAttacks(t *testing.T) {
	cases := readHTTPCases(t, *attackFile)
	if len(cases) == 0 {
		t.Fatalf("%s holds no case of scope http", *attackFile)
	}
	ground := newDrillGround(t)
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			if strings.HasPrefix(c.drill(), "slow") {
				t.Parallel() // it waits most of the time
			}
			perform(t, ground, c)
		})
	}
}

// drill names what is done.
func (c *httpCase) drill() string {
	if c.Drill != "" {
		return c.Drill
	}
	return strings.TrimPrefix(c.ID, "http-")
}

func perform(t *testing.T, ground *drillGround, c httpCase) {
	t.Helper()
	want := parseExpectation(c.Expect)
	var outcomes []outcome
	switch drill := drills[c.drill()]; {
	case c.Expect == "":
		t.Fatal("the case does not say how it must end")
	case c.Request != nil:
		s := ground.open
		if c.Request.Keyed {
			s = ground.keyed
		}
		outcomes = []outcome{send(t, s, "request", c.Request.bytes())}
	case drill == nil:
		t.Fatalf("no drill %q, and no request", c.drill())
	default:
		outcomes = drill(t, ground.open)
	}
	for _, o := range outcomes {
		t.Logf("%s: status %d in %v", o.what, o.status, o.took.Round(time.Millisecond))
		if wrong := want.meets(o); wrong != "" {
			t.Errorf("%s: %s: %.300s", o.what, wrong, o.reply)
		}
		for _, s := range c.MustNotContain {
			if strings.Contains(o.reply, s) {
				t.Errorf("%s: the reply holds %q: %s", o.what, s, o.reply)
			}
		}
	}
}

// readHTTPCases reads the cases of scope http of a file.
func readHTTPCases(t *testing.T, path string) (cases []httpCase) {
	t.Helper()
	f, err := os.Open(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var c httpCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if c.Scope == "http" {
			cases = append(cases, c)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return cases
}

// TestExpectations makes sure that a wrong outcome is told.
func TestExpectations(t *testing.T) {
	tests := []struct {
		expect string
		got    outcome
		ok     bool
	}{
		{"415", outcome{status: 415}, true},
		{"415", outcome{status: 200}, false},
		{"415", outcome{}, false},
		{"4xx", outcome{status: 404}, true},
		{"4xx", outcome{status: 500}, false},
		{"413/400/closed", outcome{}, true},
		{"413/400/closed", outcome{status: 404}, false},
		{"closed <= 12 s", outcome{took: 11 * time.Second}, true},
		{"closed <= 12 s", outcome{status: 408, took: 11 * time.Second}, true},
		{"closed <= 12 s", outcome{took: 13 * time.Second}, false},
		{"closed <= 12 s", outcome{status: 200}, false},
		{"200 + 429/503 only", outcome{status: 500}, false},
		{"200 + 429/503 only", outcome{status: 503}, true},
		{"healthz < 2 s", outcome{timed: true, took: 3 * time.Second}, false},
		{"4xx/closed before body timeout", outcome{took: 16 * time.Second}, false},
	}
	for _, tt := range tests {
		if wrong := parseExpectation(tt.expect).meets(tt.got); (wrong == "") != tt.ok {
			t.Errorf("%q, %+v: %q", tt.expect, tt.got, wrong)
		}
	}
}
