package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

//go:embed static
var static embed.FS

// policy allows the page its own files and its own server, nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// file is one reply.
type file struct {
	data             []byte
	mime, etag, keep string // keep is its Cache-Control
}

// Handler serves "/", "/favicon.ico" and "/assets/…", by GET and HEAD, and sets its own
// Content-Security-Policy. It holds no document and needs no key. It panics if the
// embedded files are not those the program was written with.
func Handler() http.Handler {
	files, err := load()
	if err != nil {
		panic(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		f.serve(w, r)
	})
}

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.mime)
	h.Set("ETag", f.etag)
	h.Set("Cache-Control", f.keep)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.data))
}

// load reads the embedded files by the path each is served at. Assets live under a hash
// of them all, so that they can be kept for good and modules of two versions never mix;
// the page itself is asked for anew each time.
func load() (map[string]file, error) {
	parts, err := read()
	if err != nil {
		return nil, err
	}
	base := "assets/" + digest(parts) + "/"
	index, err := render(parts, base)
	if err != nil {
		return nil, err
	}
	files := map[string]file{"/": newFile("index.html", index, "no-cache")}
	for name, data := range parts {
		if name != "index.html" {
			files["/"+base+name] = newFile(name, data, "public, max-age=31536000, immutable")
		}
	}
	files["/favicon.ico"] = newFile("icon.svg", parts["icon.svg"], "public, max-age=86400")
	return files, nil
}

// read gives the embedded files by name.
func read() (map[string][]byte, error) {
	entries, err := fs.ReadDir(static, "static")
	if err != nil {
		return nil, fmt.Errorf("page: list files: %w", err)
	}
	parts := map[string][]byte{}
	for _, e := range entries {
		if parts[e.Name()], err = static.ReadFile("static/" + e.Name()); err != nil {
			return nil, fmt.Errorf("page: read %s: %w", e.Name(), err)
		}
	}
	return parts, nil
}

// render fills in where the assets are. The browser is told of every module at once,
// for it would find them one import after the other.
func render(parts map[string][]byte, base string) ([]byte, error) {
	t, err := template.New("index.html").Parse(string(parts["index.html"]))
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	var modules []string
	for name := range parts {
		if strings.HasSuffix(name, ".js") && name != "theme.js" {
			modules = append(modules, name)
		}
	}
	slices.Sort(modules)
	var b bytes.Buffer
	if err := t.Execute(&b, map[string]any{"Base": base, "Modules": modules}); err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return b.Bytes(), nil
}

func newFile(name string, data []byte, keep string) file {
	kind := mime.TypeByExtension(path.Ext(name))
	if path.Ext(name) == ".js" { // systems differ in what they call it
		kind = "text/javascript; charset=utf-8"
	}
	return file{data: data, mime: kind, etag: `"` + digest(map[string][]byte{name: data}) + `"`, keep: keep}
}

// digest names the content of files.
func digest(parts map[string][]byte) string {
	names := make([]string, 0, len(parts))
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	h := sha256.New()
	for _, name := range names {
		fmt.Fprintf(h, "%s %d\n", name, len(parts[name]))
		h.Write(parts[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:10])
}
