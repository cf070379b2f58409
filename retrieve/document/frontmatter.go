package document

import (
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
	"gopkg.in/yaml.v2"
)

// maxFrontMatter bounds the block that is given to the YAML parser.
const maxFrontMatter = 64 << 10

// frontMatter is the metadata block at the top of a file: keys in lower case,
// scalar values as written.
type frontMatter map[string]string

// splitFrontMatter takes a "---" (YAML) or "+++" (TOML) block off the top of text.
// A block that is no list of keys is a horizontal rule and stays. damaged means
// the block was not valid and was read line by line.
func splitFrontMatter(text string) (fields frontMatter, rest string, damaged bool) {
	start := strings.TrimLeft(text, "\n \t")
	fence, body, ok := strings.Cut(start, "\n")
	fence = strings.TrimRight(fence, " \t")
	if !ok || fence != "---" && fence != "+++" {
		return nil, text, false
	}
	inner, rest, ok := cutFence(body, fence)
	if !ok {
		return nil, text, false
	}
	raw := map[string]any{}
	var err error
	if fence == "---" {
		err = yaml.Unmarshal([]byte(inner), &raw)
	} else {
		_, err = toml.Decode(inner, &raw)
	}
	if err != nil {
		if raw = looseFields(inner); len(raw) == 0 {
			return nil, text, false
		}
	}
	if len(raw) == 0 && strings.TrimSpace(inner) != "" {
		return nil, text, false
	}
	fields = frontMatter{}
	flatten(fields, "", raw, 3)
	return fields, rest, err != nil
}

// cutFence splits at the line that closes the block.
func cutFence(body, fence string) (inner, rest string, ok bool) {
	for at := 0; at < len(body) && at < maxFrontMatter; {
		line, _, _ := strings.Cut(body[at:], "\n")
		next := min(at+len(line)+1, len(body))
		if trimmed := strings.TrimRight(line, " \t"); trimmed == fence || fence == "---" && trimmed == "..." {
			return body[:at], body[next:], true
		}
		at = next
	}
	return "", "", false
}

// looseFields reads "key: value" lines of a block that is not valid YAML, such as
// a title with a colon in it.
func looseFields(inner string) map[string]any {
	fields := map[string]any{}
	for line := range strings.Lines(inner) {
		key, value, ok := cutField(line)
		if _, seen := fields[key]; ok && !seen {
			fields[key] = strings.Trim(value, `"'`)
		}
	}
	return fields
}

// cutField splits a line of the form "key: value".
func cutField(line string) (key, value string, ok bool) {
	line = strings.TrimRight(line, "\n")
	key, value, ok = strings.Cut(line, ":")
	if !ok || key == "" || len(key) > 40 || strings.ContainsAny(key, " \t#\"'<[(") {
		return "", "", false
	}
	if value != "" && value[0] != ' ' && value[0] != '\t' {
		return "", "", false
	}
	return key, strings.TrimSpace(value), true
}

// flatten stores nested keys as "author.site". depth ends hostile nesting.
func flatten(out frontMatter, prefix string, value any, depth int) {
	if depth == 0 {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			flatten(out, join(prefix, key), inner, depth-1)
		}
	case map[any]any:
		for key, inner := range v {
			flatten(out, join(prefix, fmt.Sprint(key)), inner, depth-1)
		}
	case []any:
		if len(v) > 0 {
			flatten(out, prefix, v[0], depth-1)
		}
	case nil:
	default:
		// Two keys that differ only in case: take the same one every time.
		if s := fmt.Sprint(v); out[prefix] == "" || s < out[prefix] {
			out[prefix] = s
		}
	}
}

func join(prefix, key string) string {
	key = strings.ToLower(strings.TrimSpace(key))
	if prefix == "" {
		return key
	}
	return prefix + "." + key
}

// first is the value of the first key that has one.
func (f frontMatter) first(keys ...string) string {
	for _, key := range keys {
		if value := strings.TrimSpace(f[key]); value != "" {
			return value
		}
	}
	return ""
}

// dropInnerFrontMatter removes further metadata blocks, which files made by
// pasting several notes together have in the middle.
func dropInnerFrontMatter(text string, removed *removals) string {
	if !strings.Contains(text, "\n---") {
		return text
	}
	var out strings.Builder
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); i++ {
		if end := innerBlock(lines, i); end > i {
			removed.add("inner front matter", strings.Join(lines[i:end+1], ""))
			i = end
			continue
		}
		out.WriteString(lines[i])
	}
	return out.String()
}

// innerBlock is the line that closes a metadata block begun at line i, or 0.
func innerBlock(lines []string, i int) int {
	if strings.TrimRight(lines[i], " \t\n") != "---" {
		return 0
	}
	known := false
	for n := i + 1; n < len(lines) && n < i+40; n++ {
		if strings.TrimRight(lines[n], " \t\n") == "---" {
			if known {
				return n
			}
			return 0
		}
		key, _, ok := cutField(lines[n])
		if !ok {
			return 0
		}
		switch strings.ToLower(key) {
		case "title", "date", "type", "url", "source", "layout", "tags":
			known = true
		}
	}
	return 0
}
