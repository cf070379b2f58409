//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// mapFile reads the file: there is no mapping on this system.
func mapFile(f *os.File, size int64) ([]byte, error) {
	data, err := io.ReadAll(f)
	if err == nil && int64(len(data)) != size {
		err = fmt.Errorf("%d bytes, %d expected", len(data), size)
	}
	return data, err
}

func unmapFile([]byte) error { return nil }

// pin only checks that the folder is there.
func pin(path string) (*os.File, error) { return os.Open(path) }

func claim(path string) (*os.File, error) { return os.Open(path) }

// syncDir does nothing: folders cannot be synced on this system.
func syncDir(string) error { return nil }

// syncFile makes a file durable and takes the write permission from it. Where
// syncing needs that permission, a file without it is a linked one: synced before.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return err
	}
	return os.Chmod(path, 0o400)
}
