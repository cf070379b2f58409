package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// usage is what one process took.
type usage struct {
	cpu, wall float64 // milliseconds; cpu is user and system time together
	peak      int64   // bytes of resident memory at most, 0 where the system does not say
}

// process runs the program to its end, in the temporary folder, where no ask.toml lies.
func (b *bench) process(ctx context.Context, args ...string) (usage, []byte, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, b.ask, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = b.dir, b.environment(), &stdout, &stderr
	began := time.Now()
	err := cmd.Run()
	wall := time.Since(began)
	if cmd.ProcessState == nil {
		return usage{}, nil, fmt.Errorf("start %s: %w", b.ask, err)
	}
	u := usage{
		cpu:  milliseconds(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()),
		wall: milliseconds(wall),
		peak: peakOf(cmd.ProcessState),
	}
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, strings.TrimSpace(stderr.String()))
	}
	return u, stdout.Bytes(), err
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// loadAverage is that of the last minute; it tells how far wall times can be trusted.
func loadAverage() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(data), " ")
	return one
}
