package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// gauge reads one figure of /metrics.
func gauge(t *testing.T, s *served, name string) float64 {
	t.Helper()
	res, err := http.Get(s.address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^` + name + ` (\S+)$`).FindSubmatch(data)
	if m == nil {
		t.Fatalf("no %s in /metrics", name)
	}
	v, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// settles waits until nothing is left of the requests of a drill.
func settles(t *testing.T, s *served, goroutines float64) {
	t.Helper()
	http.DefaultClient.CloseIdleConnections()
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		inflight, running, now := gauge(t, s, "ask_http_inflight"), gauge(t, s, "ask_model_running"), gauge(t, s, "go_goroutines")
		if inflight <= 1 && running == 0 && now <= goroutines+8 { // this request is one
			return
		}
		if time.Since(began) > drillTime {
			t.Fatalf("%v requests under way, %v at the model, %v goroutines, %v before", inflight, running, now, goroutines)
		}
	}
}

// abortedStreams resets 20 streams: some that the model is asked for, some that wait.
func abortedStreams(t *testing.T, s *served) []outcome {
	goroutines := gauge(t, s, "go_goroutines")
	var conns []*net.TCPConn
	for k := range 20 {
		conn := dial(t, s)
		if _, err := conn.Write(chatOver("mute", k+1, true)); err != nil {
			t.Fatal(err)
		}
		if k < 4 { // it has begun
			if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil {
				t.Fatal(err)
			}
		}
		conns = append(conns, conn)
	}
	began := time.Now()
	for _, conn := range conns {
		if err := conn.SetLinger(0); err != nil { // closes with a reset
			t.Fatal(err)
		}
		conn.Close()
	}
	settles(t, s, goroutines)
	return []outcome{{what: "20 streams reset", timed: true, took: time.Since(began)}}
}

// streamForm reads a stream as the OpenAI packages do.
func streamForm(t *testing.T, s *served) []outcome {
	o := send(t, s, "a stream", chatOverClosing("ask-extractive", 3))
	for _, header := range []string{"Content-Type: text/event-stream", "X-Accel-Buffering: no", "Cache-Control: no-cache"} {
		if !strings.Contains(o.reply, header) {
			t.Errorf("no %s in %s", header, o.reply)
		}
	}
	_, body, _ := strings.Cut(o.reply, "\r\n\n")
	events := strings.Split(strings.TrimSuffix(body, "\n\n"), "\n\n")
	for i, e := range events {
		if !strings.HasPrefix(e, "data: ") || strings.Contains(e, "\n") {
			t.Errorf("event %d: %q", i, e)
		}
	}
	if events[len(events)-1] != "data: [DONE]" || strings.Count(body, `"finish_reason":"stop"`) != 1 || !strings.Contains(events[0], `"role":"assistant"`) {
		t.Errorf("stream: %s", body)
	}
	return []outcome{o}
}

func chatOverClosing(model string, k int) []byte {
	return []byte(strings.Replace(string(chatOver(model, k, true)), "Content-Type", "Connection: close\r\nContent-Type", 1))
}

// stalledStreams asks and asks on connections that it does not read.
func stalledStreams(t *testing.T, s *served) []outcome {
	goroutines := gauge(t, s, "go_goroutines")
	var writers sync.WaitGroup
	var conns []*net.TCPConn
	for i := range 16 {
		conn := dial(t, s)
		if err := conn.SetReadBuffer(4096); err != nil {
			t.Fatal(err)
		}
		conns = append(conns, conn)
		writers.Go(func() {
			for k := 0; k < 2000; k++ {
				if _, err := conn.Write(chatOver("ask-extractive", i+1, true)); err != nil {
					return // it was cut off, or the drill is over
				}
			}
		})
	}
	slowest := pulse(t, s, 2*time.Second)
	for _, conn := range conns {
		conn.Close()
	}
	writers.Wait()
	settles(t, s, goroutines)
	return []outcome{{what: "healthz beside stalled streams", timed: true, took: slowest}}
}

// pulse is the slowest reply of /healthz for a while.
func pulse(t *testing.T, s *served, during time.Duration) (slowest time.Duration) {
	t.Helper()
	for end := time.Now().Add(during); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		began := time.Now()
		res, err := http.Get(s.address + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("healthz: %d", res.StatusCode)
		}
		slowest = max(slowest, time.Since(began))
	}
	return slowest
}

// burst asks 64 questions at once, none like another, half of them of the model that never
// answers: those are given up after a while.
func burst(t *testing.T, s *served) []outcome {
	goroutines := gauge(t, s, "go_goroutines")
	var all sync.WaitGroup
	outcomes := make([]outcome, 48)
	for i := range outcomes {
		all.Go(func() { outcomes[i] = send(t, s, fmt.Sprint("question ", i), chatOverClosing("ask-extractive", i+1)) })
	}
	var hung []*net.TCPConn
	for i := range 16 {
		conn := dial(t, s)
		_, _ = conn.Write(chatOver("mute", i+1, true)) // what comes back is of no interest
		hung = append(hung, conn)
	}
	slowest := pulse(t, s, time.Second)
	all.Wait()
	for _, conn := range hung {
		conn.Close()
	}
	settles(t, s, goroutines)
	return append(outcomes, outcome{what: "healthz", timed: true, took: slowest})
}
