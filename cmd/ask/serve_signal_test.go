package main

import (
	"bufio"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"ask/bot/model/modeltest"
)

// process is `ask serve` as a process of its own: this test's program, called ask.
type process struct {
	*served
	cmd  *exec.Cmd
	done chan struct{}
	err  error // of Wait, after done
}

func startProcess(t *testing.T) *process {
	t.Helper()
	docs := t.TempDir()
	writeNote(t, docs, "栖桐镇的灯塔高二十四米，一九三一年建成。")
	mute := modeltest.New(t, func(modeltest.Request) modeltest.Reply { return modeltest.Reply{Mute: true} })
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = []string{"ask", "serve", "--docs", docs, "--addr", "127.0.0.1:0"}
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "OPENAI_BASE_URL="+mute.URL, "ASK_MODEL=mute")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{served: &served{log: &lockedBuffer{}}, cmd: cmd, done: make(chan struct{})}
	address := make(chan string, 1)
	go func() {
		defer close(p.done)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			_, _ = p.log.Write([]byte(lines.Text() + "\n"))
			if _, at, ok := strings.Cut(lines.Text(), "listening on "); ok {
				at, _, _ = strings.Cut(at, " ")
				address <- at
			}
		}
		p.err = cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may be over
		<-p.done
	})
	select {
	case p.address = <-address:
	case <-p.done:
		t.Fatalf("it does not start: %v\n%s", p.err, p.log)
	}
	return p
}

// ends waits for the process and gives its exit code, -1 if a signal ended it.
func (p *process) ends(t *testing.T, within time.Duration) int {
	t.Helper()
	select {
	case <-p.done:
	case <-time.After(within):
		t.Fatalf("it goes on after %v\n%s", within, p.log)
	}
	if failed := (*exec.ExitError)(nil); p.err != nil && !errors.As(p.err, &failed) {
		t.Fatal(p.err)
	}
	return p.cmd.ProcessState.ExitCode()
}

// TestTerminate: the first signal ends the process kindly once nobody waits any more, the
// second at once.
func TestTerminate(t *testing.T) {
	for _, tt := range []struct {
		name   string
		second bool
		code   int
	}{{"once", false, 0}, {"twice", true, -1}} {
		t.Run(tt.name, func(t *testing.T) {
			p := startProcess(t)
			conn := dial(t, p.served)
			defer conn.Close()
			if _, err := conn.Write(chatOver("mute", 3, true)); err != nil {
				t.Fatal(err)
			}
			if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil {
				t.Fatal(err)
			}
			if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			for began := time.Now(); ; time.Sleep(5 * time.Millisecond) {
				res, err := http.Get(p.address + "/readyz")
				if err != nil {
					break // it does not listen any more
				}
				res.Body.Close()
				if time.Since(began) > 10*time.Second {
					t.Fatal("it goes on listening")
				}
			}
			select {
			case <-p.done:
				t.Fatalf("it ends while a stream is open\n%s", p.log)
			case <-time.After(300 * time.Millisecond):
			}
			if tt.second {
				if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
					t.Fatal(err)
				}
			} else {
				conn.Close()
			}
			if code := p.ends(t, 10*time.Second); code != tt.code {
				t.Errorf("exit code %d, want %d\n%s", code, tt.code, p.log)
			}
		})
	}
}

func TestServeListensHere(t *testing.T) {
	if addr := defaultServe().Addr; addr != "127.0.0.1:8080" {
		t.Errorf("it listens on %s", addr)
	}
}
