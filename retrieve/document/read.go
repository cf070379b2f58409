package document

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// ReadFile reads the bytes of a source of Walk(root) without leaving root and
// without reading more than opt allows. Errors about this one file (vanished,
// too large, not a regular file) wrap ErrSkip, see AsSkip.
func ReadFile(root string, src Source, opt Options) ([]byte, error) {
	dir, base, err := openRoot(root)
	if err != nil {
		return nil, &skipError{reason: plainReason(err), cause: err}
	}
	defer dir.Close()
	name := filepath.FromSlash(src.Rel)
	if base != "" {
		name = base
	}
	// Between Walk and now the file may have become a FIFO: opening one without
	// O_NONBLOCK waits for a writer for ever.
	file, err := dir.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, &skipError{reason: plainReason(err), cause: fmt.Errorf("open %q: %w", src.Path, err)}
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, &skipError{reason: plainReason(err), cause: fmt.Errorf("stat %q: %w", src.Path, err)}
	}
	if !info.Mode().IsRegular() {
		return nil, &skipError{reason: "not a regular file"}
	}
	return readBounded(file, info.Size(), opt.limit(src.Rel))
}

// readBounded reads at most limit bytes; the file may grow while it is read.
func readBounded(file io.Reader, size, limit int64) ([]byte, error) {
	if size > limit {
		return nil, &skipError{reason: tooLarge(size, limit)}
	}
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, &skipError{reason: plainReason(err), cause: err}
	}
	if int64(len(data)) > limit {
		return nil, &skipError{reason: tooLarge(int64(len(data)), limit)}
	}
	return data, nil
}
