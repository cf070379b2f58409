//go:build unix

package guardtest

import (
	"fmt"
	"syscall"
)

func fifo(path string) error {
	if err := syscall.Mkfifo(path, 0o644); err != nil {
		return fmt.Errorf("make named pipe %s: %w", path, err)
	}
	return nil
}
