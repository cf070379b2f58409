package document

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Source is one input file found under a root.
type Source struct {
	// Path is the file as the operating system knows it, for messages.
	Path string
	// Rel is the slash path under the root; the base name if the root is a file.
	Rel     string
	Size    int64
	ModTime time.Time
}

// Walk lists the files under root, a folder or one file, that Parse can read,
// sorted by Rel, and what it passes over with the reason. It never follows a
// symlink out of root. The error is for root itself or for ctx.
func Walk(ctx context.Context, root string, opt Options) (sources []Source, skipped []Skip, err error) {
	dir, base, err := openRoot(root)
	if err != nil {
		return nil, nil, err
	}
	defer dir.Close()
	w := &walker{ctx: ctx, dir: dir, opt: opt}
	if base != "" {
		w.one(root, base, filepath.Base(root))
		return w.sources, w.skipped, nil
	}
	w.root = root
	if err := fs.WalkDir(dir.FS(), ".", w.visit); err != nil {
		return nil, nil, fmt.Errorf("walk %q: %w", root, err)
	}
	slices.SortFunc(w.sources, func(a, b Source) int { return strings.Compare(a.Rel, b.Rel) })
	return w.sources, w.skipped, nil
}

// openRoot opens root, or the folder a root that is a file lies in, in which case
// base is the name in there. A root that is itself a symlink was named by the
// operator, so it is followed.
func openRoot(root string) (dir *os.Root, base string, err error) {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, "", fmt.Errorf("open %q: %w", root, err)
	}
	info, err := os.Stat(real)
	if err != nil {
		return nil, "", fmt.Errorf("open %q: %w", root, err)
	}
	if !info.IsDir() {
		real, base = filepath.Dir(real), filepath.Base(real)
	}
	dir, err = os.OpenRoot(real)
	if err != nil {
		return nil, "", fmt.Errorf("open %q: %w", root, err)
	}
	return dir, base, nil
}

type walker struct {
	ctx     context.Context
	dir     *os.Root
	root    string
	opt     Options
	sources []Source
	skipped []Skip
}

func (w *walker) skip(rel, reason string) {
	w.skipped = append(w.skipped, Skip{Path: rel, Reason: reason})
}

func (w *walker) visit(name string, entry fs.DirEntry, err error) error {
	if ctxErr := w.ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	if err != nil {
		if name == "." {
			return err
		}
		w.skip(name, plainReason(err))
		return nil
	}
	if name != "." && strings.HasPrefix(entry.Name(), ".") {
		w.skip(name, "hidden")
		if entry.IsDir() {
			return fs.SkipDir
		}
		return nil
	}
	if !entry.IsDir() {
		w.one(filepath.Join(w.root, filepath.FromSlash(name)), name, name)
	}
	return nil
}

// one adds the file name of w.dir, or says why not.
func (w *walker) one(full, name, rel string) {
	// Stat goes through os.Root: a link that leaves the root is an error here.
	info, err := w.dir.Stat(filepath.FromSlash(name))
	switch {
	case err != nil:
		w.skip(rel, plainReason(err))
	case info.IsDir():
		w.skip(rel, "symlink to a folder")
	case !info.Mode().IsRegular():
		w.skip(rel, "not a regular file")
	case !supported(rel):
		w.skip(rel, "unsupported format "+strings.ToLower(path.Ext(rel)))
	case info.Size() > w.opt.limit(rel):
		w.skip(rel, tooLarge(info.Size(), w.opt.limit(rel)))
	default:
		w.sources = append(w.sources, Source{Path: full, Rel: rel, Size: info.Size(), ModTime: info.ModTime()})
	}
}

func tooLarge(size, limit int64) string {
	return fmt.Sprintf("too large (%.1f MiB, the limit is %.0f MiB)", float64(size)/(1<<20), float64(limit)/(1<<20))
}

// plainReason words a file system error for the index report.
func plainReason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "vanished"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	case strings.Contains(err.Error(), "escapes from parent"):
		// os.Root has no exported error for this.
		return "symlink leaves the root"
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err.Error()
	}
	return err.Error()
}

// supported says whether the extension is one Parse reads. A file without an
// extension (README) is tried as text.
func supported(rel string) bool {
	switch strings.ToLower(path.Ext(rel)) {
	case ".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", "":
		return true
	}
	return false
}

func isJSONL(rel string) bool {
	ext := strings.ToLower(path.Ext(rel))
	return ext == ".jsonl" || ext == ".ndjson"
}
