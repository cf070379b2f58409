package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// bufferSize is the read size of every check: large enough to make system calls
// cheap, small enough to stay in the processor's cache and out of the resident
// memory that mapped pages would count as.
const bufferSize = 256 << 10

// newBuffer returns a buffer for reading files, no larger than the largest needs.
func newBuffer(files []File) []byte {
	size := int64(1 << 10)
	for _, f := range files {
		size = max(size, f.Size)
	}
	return make([]byte, min(size, bufferSize))
}

// checkFiles compares size and CRC32C of every file with the manifest. The first
// difference is returned.
func checkFiles(root string, files []File) error {
	buf := newBuffer(files)
	table := crc32.MakeTable(crc32.Castagnoli)
	for _, f := range files {
		if err := checkFile(root, f, buf, table); err != nil {
			return err
		}
	}
	return nil
}

func checkFile(root string, want File, buf []byte, table *crc32.Table) error {
	f, size, err := openRegular(root, want.Name)
	if err != nil {
		return err
	}
	defer f.Close()
	var sum uint32
	if size == want.Size { // no need to read what cannot be right
		size, err = stream(f, buf, func(p []byte) error {
			sum = crc32.Update(sum, table, p)
			return nil
		})
	}
	if err != nil {
		return err
	}
	if size != want.Size {
		return fmt.Errorf("%s: %d bytes, %d expected", want.Name, size, want.Size)
	}
	if got := hexCRC(sum); got != want.CRC32C {
		return fmt.Errorf("%s: CRC32C %s, %s expected", want.Name, got, want.CRC32C)
	}
	return nil
}

// hashFile reads root/name once and describes it.
func hashFile(ctx context.Context, root, name string, buf []byte) (File, error) {
	f, _, err := openRegular(root, name)
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	strong := sha256.New()
	var sum uint32
	table := crc32.MakeTable(crc32.Castagnoli)
	size, err := stream(f, buf, func(p []byte) error {
		sum = crc32.Update(sum, table, p)
		strong.Write(p)
		return ctx.Err()
	})
	if err != nil {
		return File{}, err
	}
	return File{Name: name, Size: size, CRC32C: hexCRC(sum), SHA256: hexSum(strong)}, nil
}

// Verify reads every file and compares its SHA-256 with the manifest. It reports
// all files that differ, or ctx's error when it was stopped. Open has already
// compared size and CRC32C; Verify is for suspicion, not for every start.
func (g *Generation) Verify(ctx context.Context) error {
	buf := newBuffer(g.manifest.Files)
	var bad []error
	for _, want := range g.manifest.Files {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("verify generation %s: %w", g.id, err)
		}
		got, err := hashFile(ctx, g.path, want.Name, buf)
		switch {
		case err != nil && ctx.Err() != nil:
			return fmt.Errorf("verify generation %s: %w", g.id, ctx.Err())
		case err != nil:
			bad = append(bad, fmt.Errorf("verify generation %s: %w", g.id, err))
		case got != want:
			bad = append(bad, fmt.Errorf("verify generation %s: %s differs from the manifest", g.id, want.Name))
		}
	}
	return errors.Join(bad...)
}

// openRegular opens a file of the generation at root and tells its size. Anything
// but a regular file is refused before it is opened: opening a pipe would hang.
func openRegular(root, name string) (*os.File, int64, error) {
	path := filepath.Join(root, filepath.FromSlash(name))
	info, err := os.Lstat(path)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("%s: not a regular file", name)
	}
	f, err := os.Open(path)
	return f, info.Size(), err
}

// stream passes what is left of f to each through buf and returns its length.
func stream(f *os.File, buf []byte, each func([]byte) error) (int64, error) {
	var size int64
	for {
		n, err := f.Read(buf)
		size += int64(n)
		if n > 0 {
			if err := each(buf[:n]); err != nil {
				return size, err
			}
		}
		if err == io.EOF {
			return size, nil
		}
		if err != nil {
			return size, err
		}
	}
}

func hexCRC(sum uint32) string { return fmt.Sprintf("%08x", sum) }

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }
