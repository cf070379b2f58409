package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ask/bot"
)

func TestHosts(t *testing.T) {
	address := listen(t, func(cfg *Config) {
		cfg.Hosts, cfg.PublicURL = []string{"Ask.Lan"}, "https://ask.example.com:8443/docs"
	})
	tests := []struct {
		host   string
		status int
	}{
		{"localhost", 200},
		{"LOCALHOST:80", 200},
		{"127.0.0.1", 200},
		{"127.0.0.1:9", 200},
		{"[::1]:8080", 200},
		{"[::1]", 200},
		{"ask.lan", 200},
		{"ask.example.com", 200},
		{"evil.example", 421},
		{"localhost.evil.example", 421},
		{"127.0.0.1.nip.io", 421},
		{"localhost.", 421},
		{"printer.local", 421},
		{"10.0.0.5", 421},
		{"169.254.169.254", 421},
		{"0.0.0.0", 421},
		{"a.ask.lan", 421},
		{"2130706433", 421},
		{"localhost:80x", 421},
		{"[fe80::1%25eth0]", 421},
		{"ask.lan@evil.example", 421},
	}
	for _, tt := range tests {
		for _, path := range []string{"/v1/models", "/healthz"} {
			if res, data := get(t, address+path, "Host", tt.host); res.StatusCode != tt.status && !(tt.status == 421 && res.StatusCode == 400) {
				t.Errorf("%s at %s: %d, want %d: %s", tt.host, path, res.StatusCode, tt.status, data)
			}
		}
	}
}

func TestLocalAddressIsAHost(t *testing.T) {
	h := newHosts(Config{})
	r, err := http.NewRequest(http.MethodGet, "http://192.0.2.7:8080/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if h.allowed(r) {
		t.Error("an address is a host though no request came in on it")
	}
	local := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 8080}
	if r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, local)); !h.allowed(r) {
		t.Error("the address that a request came in on is no host")
	}
}

func TestKeys(t *testing.T) {
	address := listen(t, func(cfg *Config) { cfg.Keys = []string{"first-key", "second key with spaces"} })
	tests := []struct {
		name, header string
		status       int
	}{
		{"first", "Bearer first-key", 200},
		{"second", "Bearer second key with spaces", 200},
		{"scheme in other case", "bearer first-key", 200},
		{"none", "", 401},
		{"wrong", "Bearer wrong", 401},
		{"without scheme", "first-key", 401},
		{"other scheme", "Basic first-key", 401},
		{"prefix", "Bearer first-ke", 401},
		{"longer", "Bearer first-keyy", 401},
		{"empty", "Bearer ", 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var headers []string
			if tt.header != "" {
				headers = []string{"Authorization", tt.header}
			}
			res, data := get(t, address+"/v1/models", headers...)
			if res.StatusCode != tt.status {
				t.Fatalf("status %d: %s", res.StatusCode, data)
			}
			if told := strings.Contains(string(data), "not known"); told != (tt.status == 401 && tt.header != "") {
				t.Errorf("a wrong key and none are told alike: %s", data)
			}
			if challenge := res.Header.Get("WWW-Authenticate"); (challenge == "") != (tt.status == 200) {
				t.Errorf("WWW-Authenticate: %q", challenge)
			}
		})
	}
	if res, _ := get(t, address+"/healthz"); res.StatusCode != 200 {
		t.Errorf("healthz needs a key: %d", res.StatusCode)
	}
	for _, path := range []string{"/metrics", "/readyz", "/v1/sources/x", "/openapi.json", "/v1/models/x"} {
		if res, _ := get(t, address+path); res.StatusCode != 401 {
			t.Errorf("%s without a key: %d", path, res.StatusCode)
		}
	}
}

func TestSignedLinks(t *testing.T) {
	for _, secret := range []string{"", "0123456789abcdef0123456789abcdef"} {
		address := listen(t, func(cfg *Config) { cfg.Keys, cfg.LinkSecret = []string{testKey}, []byte(secret) })
		_, data := post(t, address+"/v1/search", `{"query":"千问","k":2}`, "Authorization", "Bearer "+testKey)
		passages := list(decode(t, data)["passages"])
		link := object(passages[0])["link"].(string)
		want := 401
		if secret != "" {
			want = 200
		}
		if res, _ := get(t, link); res.StatusCode != want {
			t.Errorf("secret %q: %s: %d", secret, link, res.StatusCode)
		}
		if secret == "" {
			continue
		}
		_, signature, _ := strings.Cut(link, "&sig=")
		signature = strings.TrimSuffix(signature, "#quote")
		for _, other := range []string{"/v1/sources/shiying/faq.jsonl?sig=" + signature, "/v1/models?sig=" + signature, "/metrics?sig=" + signature, "/v1/sources/x?sig="} {
			if res, _ := get(t, address+other); res.StatusCode != 401 {
				t.Errorf("%s: %d", other, res.StatusCode)
			}
		}
	}
}

func TestForeignScripts(t *testing.T) {
	address := listen(t, func(cfg *Config) { cfg.Origins = []string{"https://chat.example"} })
	tests := []struct {
		name    string
		headers []string
		status  int
		allowed string
	}{
		{"a program", nil, 200, ""},
		{"same origin", []string{"Sec-Fetch-Site", "same-origin", "Origin", address}, 200, ""},
		{"another site", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403, ""},
		{"an old browser", []string{"Origin", "https://evil.example"}, 403, ""},
		{"null origin", []string{"Origin", "null"}, 403, ""},
		{"allowed site", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://chat.example"}, 200, "https://chat.example"},
		{"like the allowed site", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://chat.example.evil"}, 403, ""},
		{"form", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, ""},
		{"plain text", []string{"Content-Type", "text/plain"}, 415, ""},
		{"JSON in GBK", []string{"Content-Type", "application/json; charset=gbk"}, 415, ""},
		{"JSON in UTF-8", []string{"Content-Type", "Application/JSON; charset=UTF-8"}, 200, ""},
		{"no type", []string{"Content-Type", ""}, 415, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, data := post(t, address+"/v1/search", `{"query":"千问"}`, tt.headers...)
			if res.StatusCode != tt.status || res.Header.Get("Access-Control-Allow-Origin") != tt.allowed {
				t.Errorf("status %d, allowed %q: %.200s", res.StatusCode, res.Header.Get("Access-Control-Allow-Origin"), data)
			}
		})
	}
	res, _ := do(t, http.MethodOptions, address+"/v1/search", "", "Origin", "https://chat.example", "Access-Control-Request-Method", "POST")
	if res.StatusCode != 204 || !strings.Contains(res.Header.Get("Access-Control-Allow-Headers"), "Authorization") {
		t.Errorf("preflight: %d %v", res.StatusCode, res.Header)
	}
	res, _ = do(t, http.MethodOptions, address+"/v1/search", "", "Origin", "https://evil.example", "Access-Control-Request-Method", "POST")
	if res.StatusCode != 405 || res.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("preflight of another site: %d %v", res.StatusCode, res.Header)
	}
}

func TestHeaders(t *testing.T) {
	address := listen(t, nil)
	for _, path := range []string{"/v1/models", "/healthz", "/none", "/v1/sources/notes/%E9%98%BF%E9%87%8C%E4%BA%91CTO%E5%91%A8%E9%9D%96%E4%BA%BA.md"} {
		res, _ := get(t, address+path)
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store",
		} {
			if !strings.HasPrefix(res.Header.Get(name), want) {
				t.Errorf("%s: %s: %q", path, name, res.Header.Get(name))
			}
		}
		if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", path, csp)
		}
	}
}

func TestRequestIDs(t *testing.T) {
	address := listen(t, nil)
	for id, kept := range map[string]bool{
		"abc-DEF_1.2": true, strings.Repeat("a", 64): true, strings.Repeat("a", 65): false, "a b": false, "a;b": false, "中": false, "<script>": false,
	} {
		res, data := get(t, address+"/none", "X-Request-Id", id)
		got := res.Header.Get("X-Request-Id")
		if (got == id) != kept || got == "" || len(got) > 64 {
			t.Errorf("%q became %q", id, got)
		}
		if e := object(decode(t, data)["error"]); e["request_id"] != got {
			t.Errorf("error of %q: %v", got, e)
		}
	}
}

func TestRates(t *testing.T) {
	count := func(address string, headers ...string) (ok, limited int) {
		for range 6 {
			switch res, _ := get(t, address+"/v1/models", headers...); res.StatusCode {
			case 200:
				ok++
			case 429:
				limited++
			}
		}
		return ok, limited
	}
	address := listen(t, func(cfg *Config) {
		cfg.Rate, cfg.Burst, cfg.Proxies = 0.01, 3, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
		cfg.Keys = []string{"one", "two"}
	})
	if ok, limited := count(address, "X-Forwarded-For", "192.0.2.1", "Authorization", "Bearer one"); ok != 3 || limited != 3 {
		t.Errorf("address: %d answered, %d limited", ok, limited)
	}
	if ok, _ := count(address, "X-Forwarded-For", "6.6.6.6, 192.0.2.2", "Authorization", "Bearer one"); ok != 0 {
		t.Errorf("another address with the same key: %d answered", ok)
	}
	if ok, _ := count(address, "X-Forwarded-For", "6.6.6.6, 192.0.2.3", "Authorization", "Bearer two"); ok != 3 {
		t.Errorf("another address with another key: %d answered", ok)
	}
	if ok, _ := count(address, "X-Forwarded-For", "6.6.6.6, 192.0.2.3", "Authorization", "Bearer two"); ok != 0 {
		t.Errorf("the last hop is not whom the limit is on: %d answered", ok)
	}
	unproxied := listen(t, func(cfg *Config) { cfg.Rate, cfg.Burst = 0.01, 3 })
	total := 0
	for i := range 3 {
		ok, _ := count(unproxied, "X-Forwarded-For", fmt.Sprintf("192.0.2.%d", i))
		total += ok
	}
	if total != 3 {
		t.Errorf("X-Forwarded-For of nobody's proxy is believed: %d answered", total)
	}
	if res, _ := get(t, unproxied+"/healthz"); res.StatusCode != 200 {
		t.Error("healthz is limited")
	}
}

func TestBucketsAreBounded(t *testing.T) {
	l := newLimits(1, 1)
	for i := range 3 * maxBuckets {
		l.take(fmt.Sprint(i))
	}
	if n := len(l.buckets); n > maxBuckets {
		t.Errorf("%d buckets", n)
	}
}

func TestNoKeyNoNetwork(t *testing.T) {
	ln, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Skip("cannot listen beyond this machine")
	}
	var told *bot.Error
	if err := newTestServer(t, nil).Serve(t.Context(), ln); !errors.As(err, &told) || told.Hint == "" {
		t.Errorf("Serve: %v", err)
	}
}

// raw sends bytes and reads the status line of the reply; empty if the connection was
// closed without one.
func raw(t *testing.T, address, request string, wait time.Duration) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(wait)); err != nil {
		t.Fatal(err)
	}
	_, _ = conn.Write([]byte(request)) // the server may have closed it already
	line, err := bufio.NewReader(conn).ReadString('\n')
	if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
		t.Errorf("%.60q: neither answered nor closed in %v", request, wait)
	}
	return strings.TrimSpace(line)
}

func TestRawRequests(t *testing.T) {
	address, stop := serveReal(t, func(cfg *Config) { cfg.times.header, cfg.times.body = 500*time.Millisecond, 700*time.Millisecond })
	defer stop()
	head := "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
	tests := []struct{ name, request, want string }{
		{"10 GiB announced", head + "Content-Length: 10737418240\r\n\r\n", "413"},
		{"endless chunks", head + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("10000\r\n"+strings.Repeat("x", 0x10000)+"\r\n", 20), "413"},
		{"2 MiB of header", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: " + strings.Repeat("a", 2<<20) + "\r\n\r\n", "431"},
		{"64 KiB of address", "GET /" + strings.Repeat("a", 64<<10) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", "431"},
		{"two lengths", head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}", "400"},
		{"odd encoding", head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "501"},
		{"length and chunks", head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
		{"two hosts", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", "400"},
		{"no host", "GET /healthz HTTP/1.1\r\n\r\n", "400"},
		{"slow header", "GET /healthz HTTP/1.1\r\nHost: local", ""},
		{"slow body", head + "Content-Length: 100\r\n\r\n{\"messages\":", "408"},
		{"absolute address of another host", "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", "421"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status := raw(t, address, tt.request, 5*time.Second)
			if tt.want == "" && (status == "" || strings.Contains(status, " 408 ")) {
				return
			}
			// A server that refuses early may reset the connection under a client that
			// still sends.
			if !strings.Contains(status, " "+tt.want+" ") && !(status == "" && len(tt.request) > 100_000) {
				t.Errorf("%q, want %s", status, tt.want)
			}
		})
	}
}
