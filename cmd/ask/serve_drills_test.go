package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// drills are attacks that take more than one request, or time.
var drills = map[string]func(t *testing.T, s *served) []outcome{
	"hugeclaim": func(t *testing.T, s *served) []outcome {
		return []outcome{send(t, s, "10 GiB announced", []byte(chatHead+"Content-Length: 10737418240\r\n\r\n"))}
	},
	"chunked":    endlessChunks,
	"hugeheader": hugeHeader,
	"longurl": func(t *testing.T, s *served) []outcome {
		return []outcome{send(t, s, "64 KiB of address", []byte("GET /"+strings.Repeat("a", 64<<10)+" HTTP/1.1\r\nHost: localhost\r\n\r\n"))}
	},
	"badjson":    badJSON,
	"badutf8":    badUTF8,
	"dupkeys":    twoKeys,
	"ctype":      simpleRequests,
	"traversal":  traversal,
	"headers":    hardened,
	"slowhead":   slowHead,
	"slowbody":   slowBody,
	"sseabort":   abortedStreams,
	"sseheaders": streamForm,
	"ssestall":   stalledStreams,
	"burst":      burst,
	"smuggle":    smuggle,
	"reqid":      requestIDs,
}

const chatHead = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"

// drillTime is how long a drill waits for the server at most.
const drillTime = 60 * time.Second

func dial(t *testing.T, s *served) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(drillTime)); err != nil {
		t.Fatal(err)
	}
	return conn.(*net.TCPConn)
}

// send sends bytes on a connection of their own and reads until the server closes it, or
// has replied. A server that refuses early may close under a client that still sends.
func send(t *testing.T, s *served, what string, request []byte) outcome {
	t.Helper()
	began := time.Now()
	conn := dial(t, s)
	defer conn.Close()
	go func() { _, _ = conn.Write(request) }() // ends with the connection
	return receive(t, conn, what, began)
}

func receive(t *testing.T, conn *net.TCPConn, what string, began time.Time) outcome {
	t.Helper()
	o := outcome{what: what}
	r := bufio.NewReader(conn)
	res, err := http.ReadResponse(r, nil)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%s: neither answered nor closed in %v", what, drillTime)
	}
	if err == nil {
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body) // it may be cut
		var head bytes.Buffer
		_ = res.Header.Write(&head)
		o.status, o.reply = res.StatusCode, head.String()+"\n"+string(body)
	}
	o.took = time.Since(began)
	return o
}

// chatOver is a chat request as bytes.
func chatOver(model string, k int, stream bool) []byte {
	body := fmt.Sprintf(`{"model":%q,"k":%d,"stream":%v,"messages":[{"role":"user","content":%q}]}`, model, k, stream, groundQuestion)
	return []byte(chatHead + "Content-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body)
}

func withBody(body string) []byte {
	return []byte(chatHead + "Connection: close\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body)
}

// endlessChunks sends chunks until the server has enough.
func endlessChunks(t *testing.T, s *served) []outcome {
	began := time.Now()
	conn := dial(t, s)
	defer conn.Close()
	var writer sync.WaitGroup
	sent := 0
	writer.Go(func() {
		chunk := []byte("10000\r\n" + strings.Repeat("x", 0x10000) + "\r\n")
		_, err := conn.Write([]byte(chatHead + "Transfer-Encoding: chunked\r\n\r\n"))
		for ; err == nil; sent += len(chunk) {
			_, err = conn.Write(chunk)
		}
	})
	o := receive(t, conn, "endless chunks", began)
	conn.Close()
	writer.Wait()
	if sent > 64<<20 {
		t.Errorf("the server read on for %d bytes", sent)
	}
	return []outcome{o}
}

func hugeHeader(t *testing.T, s *served) []outcome {
	return []outcome{
		send(t, s, "a header of 2 MiB", []byte("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: "+strings.Repeat("a", 2<<20)+"\r\n\r\n")),
		send(t, s, "2 MiB of headers", []byte("GET /healthz HTTP/1.1\r\nHost: localhost\r\n"+strings.Repeat("X-A: aaaaaaaa\r\n", 2<<20/15)+"\r\n")),
	}
}

func badJSON(t *testing.T, s *served) (all []outcome) {
	for _, body := range []string{
		``, `{`, `[`, `null`, `"text"`, `{"messages":[{"role":"user","content":"x"}]`, `{"messages":[{"role":"user","content":"x"}]}}`,
		`{"messages":[{"role":"user","content":"x"},]}`, `{'messages':[]}`, `{"messages":[{"role":"user","content":"x"}],"temperature":NaN}`,
		strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000), "\x00\x01\x02",
	} {
		all = append(all, send(t, s, fmt.Sprintf("%.40q", body), withBody(body)))
	}
	return all
}

func badUTF8(t *testing.T, s *served) (all []outcome) {
	for _, text := range []string{"\xff\xfe", "\xc0\xaf", "\xed\xa0\x80", "\xf8\x88\x80\x80\x80", "灯\xe5\xa1"} {
		all = append(all, send(t, s, fmt.Sprintf("%q", text), withBody(`{"messages":[{"role":"user","content":"`+text+`"}]}`)))
	}
	return all
}

func twoKeys(t *testing.T, s *served) []outcome {
	const asked = `[{"role":"user","content":"灯塔有多高？"}]`
	return []outcome{
		send(t, s, "messages twice", withBody(`{"model":"ask-extractive","messages":[],"messages":`+asked+`}`)),
		send(t, s, "model twice", withBody(`{"model":"ask-extractive","model":"none","messages":`+asked+`}`)),
	}
}

// simpleRequests are those that a page of another site may send without asking first.
func simpleRequests(t *testing.T, s *served) (all []outcome) {
	body := `{"model":"ask-extractive","messages":[{"role":"user","content":"灯塔有多高？"}]}`
	for _, kind := range []string{"text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""} {
		head := strings.Replace(chatHead, "application/json", kind, 1)
		all = append(all, send(t, s, "type "+kind, []byte(head+"Connection: close\r\nContent-Length: "+strconv.Itoa(len(body))+"\r\n\r\n"+body)))
	}
	return all
}

// traversal asks for files by every way of writing a path.
func traversal(t *testing.T, s *served) (all []outcome) {
	for _, id := range []string{
		"../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "....//....//....//etc/passwd",
		"/etc/passwd", "%2fetc%2fpasswd", "%252e%252e%252fetc%252fpasswd", "..%c0%af..%c0%afetc/passwd", "%uff0e%uff0e/etc/passwd",
		"..\\..\\windows\\win.ini", "..%5c..%5cwin.ini", "file:///etc/passwd", "file%3A%2F%2F%2Fetc%2Fpasswd", "灯塔.md%00.txt",
		"./灯塔.md", "x/../灯塔.md", "灯塔.md/../../../../etc/passwd", "..;/..;/etc/passwd",
	} {
		o := send(t, s, id, []byte("GET /v1/sources/"+id+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
		if regexp.MustCompile(`root:|\[fonts\]|二十四米`).MatchString(o.reply) {
			t.Errorf("%s: a file is shown: %s", id, o.reply)
		}
		all = append(all, o)
	}
	return all
}

// hardened looks at the headers of every sort of reply.
func hardened(t *testing.T, s *served) (all []outcome) {
	for _, path := range []string{"/", "/healthz", "/v1/models", "/none", "/v1/sources/%E7%81%AF%E5%A1%94.md", "/metrics", "/openapi.json"} {
		res, err := http.Get(s.address + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		policy := res.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: Content-Security-Policy %q", path, policy)
		}
		if res.Header.Get("X-Content-Type-Options") != "nosniff" || res.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", path, res.Header)
		}
		all = append(all, outcome{what: path, status: res.StatusCode})
	}
	return all
}

// trickle sends a byte of filler every half second until the connection is closed.
func trickle(t *testing.T, s *served, what, head string, filler byte) outcome {
	t.Helper()
	began := time.Now()
	conn := dial(t, s)
	var writer sync.WaitGroup
	defer writer.Wait()
	defer conn.Close()
	writer.Go(func() {
		_, err := conn.Write([]byte(head))
		for ; err == nil; _, err = conn.Write([]byte{filler}) {
			time.Sleep(500 * time.Millisecond)
		}
	})
	o := receive(t, conn, what, began)
	_, _ = io.Copy(io.Discard, conn) // until it is closed
	o.took = time.Since(began)
	return o
}

func slowHead(t *testing.T, s *served) []outcome {
	return []outcome{trickle(t, s, "slow header", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: ", 'a')}
}

func slowBody(t *testing.T, s *served) []outcome {
	return []outcome{trickle(t, s, "slow body", chatHead+"Content-Length: 1000\r\n\r\n{\"messages\":", ' ')}
}

// smuggle sends what two servers in a row would read as different requests.
func smuggle(t *testing.T, s *served) []outcome {
	return []outcome{
		send(t, s, "two lengths", []byte(chatHead+"Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}xxxx")),
		send(t, s, "an odd encoding", []byte(chatHead+"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")),
		send(t, s, "two encodings", []byte(chatHead+"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n")),
		send(t, s, "length and encoding", []byte(chatHead+"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")),
		send(t, s, "two hosts", []byte("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")),
		send(t, s, "a space before the colon", []byte("GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length : 5\r\n\r\nhello")),
	}
}

// requestIDs sends identifiers that would spoil a log or a page.
func requestIDs(t *testing.T, s *served) (all []outcome) {
	fine := regexp.MustCompile(`(?m)^X-Request-Id: [A-Za-z0-9._-]{1,64}\r?$`)
	for _, id := range []string{"<script>alert(1)</script>", strings.Repeat("a", 8000), "a\x1b[31mred", "编号", "a b;c=d", "../../x", `"},{"level":"error`, "%0d%0aSet-Cookie: a=b"} {
		o := send(t, s, fmt.Sprintf("%.30q", id), []byte("GET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: "+id+"\r\n\r\n"))
		if o.status != 400 && (!fine.MatchString(o.reply) || strings.Contains(o.reply, id)) {
			t.Errorf("%q: %s", id, o.reply)
		}
		all = append(all, o)
	}
	return all
}
