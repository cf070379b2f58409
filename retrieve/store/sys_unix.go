//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package store

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// mapFile maps size bytes of f read-only. A file shorter than size is refused,
// because touching pages behind its end would kill the process.
func mapFile(f *os.File, size int64) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() != size {
		return nil, fmt.Errorf("%d bytes, %d expected", info.Size(), size)
	}
	if size == 0 {
		return []byte{}, nil
	}
	if size != int64(int(size)) {
		return nil, fmt.Errorf("%d bytes are too many to map", size)
	}
	return unix.Mmap(int(f.Fd()), 0, int(size), unix.PROT_READ, unix.MAP_SHARED)
}

func unmapFile(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	return unix.Munmap(data)
}

// pin opens the folder of a generation and marks it as being read, so that no
// writer removes it while the file stays open. It never waits: a folder that is
// being removed right now is errMoved, and a file system without flock gives an
// unmarked file (the two generations kept are then the only grace).
func pin(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := flockNow(f, unix.LOCK_SH); errors.Is(err, unix.EWOULDBLOCK) {
		f.Close()
		return nil, fmt.Errorf("open %s: %w", path, errMoved)
	}
	return f, nil
}

// claim opens a folder for removal. It returns nil when a reader has it pinned.
func claim(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := flockNow(f, unix.LOCK_EX); errors.Is(err, unix.EWOULDBLOCK) {
		f.Close()
		return nil, nil
	}
	return f, nil
}

func flockNow(f *os.File, how int) error {
	for {
		err := unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// syncDir makes the entries of a folder durable.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// syncFile makes a file durable and takes the write permission from it.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Chmod(0o400); err != nil {
		return err
	}
	return f.Sync()
}
