package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
)

// startProgram runs `ask serve` with all that belongs to it, but in this process. Its
// address is empty if it did not start.
func startProgram(t *testing.T, env map[string]string, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var stdout bytes.Buffer
	stderr, write := io.Pipe()
	args = append([]string{"serve", "--addr", "127.0.0.1:0", "--quiet=false"}, args...)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer write.Close()
		run(ctx, args, strings.NewReader(""), &stdout, write, func(key string) string { return env[key] })
	}()
	s := &served{log: &lockedBuffer{}}
	lines := bufio.NewReader(stderr)
	for s.address == "" {
		line, err := lines.ReadString('\n')
		s.log.Write([]byte(line))
		if err != nil {
			break
		}
		if _, at, ok := strings.Cut(line, "listening on "); ok {
			s.address, _, _ = strings.Cut(at, " ")
		}
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(s.log, lines)
	}()
	s.stop = sync.OnceValue(func() error {
		cancel()
		<-done
		<-drained
		return nil
	})
	t.Cleanup(func() { s.stop() })
	return s
}
