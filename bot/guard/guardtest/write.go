package guardtest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// maxGenerated bounds a generated document, in bytes.
const maxGenerated = 16 << 20

// Text is the hostile document's content.
func (c Case) Text() ([]byte, error) {
	switch {
	case c.DocumentB64 != nil:
		return c.DocumentB64, nil
	case c.DocumentGen != "":
		s, err := generate(c.DocumentGen)
		if err != nil {
			return nil, fmt.Errorf("case %s: %w", c.ID, err)
		}
		return []byte(s), nil
	}
	return []byte(c.Document), nil
}

// Write writes the documents of a case below dir, which exists.
func (c Case) Write(dir string) error {
	body, err := c.Text()
	if err != nil {
		return err
	}
	for i, d := range c.ContextDocuments {
		if err := put(filepath.Join(dir, fmt.Sprintf("context-%d.md", i+1)), []byte(d)); err != nil {
			return err
		}
	}
	name := c.Filename
	before, after, linked := strings.Cut(name, " -> ")
	switch {
	case name == "":
		return put(filepath.Join(dir, "document"+extension(string(body))), body)
	case linked:
		if err := os.Symlink(after, filepath.Join(dir, before+".md")); err != nil {
			return fmt.Errorf("write case %s: %w", c.ID, err)
		}
		return nil
	case strings.HasPrefix(name, "fifo"):
		return fifo(filepath.Join(dir, name))
	}
	for part := range strings.SplitSeq(name, " / ") {
		if !filepath.IsLocal(part) {
			return fmt.Errorf("write case %s: %q is outside the folder", c.ID, part)
		}
		if err := put(filepath.Join(dir, part), body); err != nil {
			return err
		}
	}
	return nil
}

// extension tells HTML from Markdown.
func extension(body string) string {
	head := strings.ToLower(strings.TrimSpace(body[:min(len(body), 64)]))
	if strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<!doctype") || strings.HasPrefix(head, "<body") {
		return ".html"
	}
	return ".md"
}

func put(path string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("write case: %w", err)
	}
	if err := os.WriteFile(path, body, 0o644); err != nil {
		return fmt.Errorf("write case: %w", err)
	}
	return nil
}

var errGenerator = errors.New("not a sum of 'text'*N")

// generate reads sums of quoted texts with repetitions: '['*3+'x' is "[[[x".
func generate(expr string) (string, error) {
	var out strings.Builder
	for rest := expr; rest != ""; {
		if rest[0] != '\'' {
			return "", fmt.Errorf("generate %q: %w", expr, errGenerator)
		}
		end := strings.IndexByte(rest[1:], '\'')
		if end < 0 {
			return "", fmt.Errorf("generate %q: %w", expr, errGenerator)
		}
		literal, err := strconv.Unquote(`"` + strings.ReplaceAll(rest[1:1+end], `"`, `\"`) + `"`)
		if err != nil {
			return "", fmt.Errorf("generate %q: %w", expr, err)
		}
		rest = rest[2+end:]
		count := 1
		if strings.HasPrefix(rest, "*") {
			n := len(rest) - len(strings.TrimLeft(rest[1:], "0123456789"))
			if count, err = strconv.Atoi(rest[1:n]); err != nil {
				return "", fmt.Errorf("generate %q: %w", expr, err)
			}
			rest = rest[n:]
		}
		if len(literal)*count > maxGenerated {
			return "", fmt.Errorf("generate %q: longer than %d bytes", expr, maxGenerated)
		}
		out.WriteString(strings.Repeat(literal, count))
		if rest != "" && rest[0] != '+' {
			return "", fmt.Errorf("generate %q: %w", expr, errGenerator)
		}
		rest = strings.TrimPrefix(rest, "+")
	}
	return out.String(), nil
}
