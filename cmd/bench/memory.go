//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// On Linux a child starts in its parent's memory until it runs another program, and the
// kernel counts that into the child's peak: no child seems smaller than its parent at
// its largest. So processes are measured before this one grows, and figures that do not
// exceed its own peak are marked.

// peakOf is the most memory an ended process had, in bytes.
func peakOf(p *os.ProcessState) int64 {
	if r, ok := p.SysUsage().(*syscall.Rusage); ok {
		return maxRSS(r)
	}
	return 0
}

// ownPeak is the most memory this process had, in bytes.
func ownPeak() int64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return maxRSS(&r)
}

func maxRSS(r *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return int64(r.Maxrss)
	}
	return int64(r.Maxrss) * 1024
}
