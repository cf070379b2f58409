package guard

import (
	_ "embed" // the list of template names
	"strings"
	"unicode/utf8"
)

// templates holds the names of tags and bracketed words that chat templates and prompts
// use, between spaces.
//
//go:embed data/templates.txt
var templates string

// maxTag is the longest tag, in bytes.
const maxTag = 4096

// angle handles "<": addresses, mentions, template tokens, comments and tags go. A tag
// that is only named, without attributes and without its end tag, stays as words.
func (c *cleaner) angle(rest string) {
	if n := token(rest); n > 0 {
		c.drop(n)
		return
	}
	if strings.HasPrefix(rest, "<!--") {
		if end := strings.Index(rest, "-->"); end >= 0 {
			c.drop(end + 3)
			return
		}
	}
	if len(rest) < 2 || !wordByte(rest[1]) && strings.IndexByte("/!?@#:", rest[1]) < 0 {
		c.copy(1)
		return
	}
	end := strings.IndexAny(rest[:min(len(rest), maxTag)], ">\n")
	if end < 0 || rest[end] == '\n' {
		c.open(rest)
		return
	}
	inner := rest[1:end]
	if c.afterWord() && !tagLike(inner) || !wordByte(inner[0]) && strings.IndexByte("/!?@#:", inner[0]) < 0 {
		c.open(rest)
		return
	}
	name := strings.ToLower(strings.Trim(inner, "/ "))
	switch {
	case !plainName(name):
		c.drop(end + 1)
	case strings.Contains(templates, " "+name+" ") || strings.Contains(name, "_"):
		c.drop(end + 1)
	case c.paired(name):
		c.drop(end + 1)
	default:
		c.out.WriteString("＜" + inner + "＞")
		c.i += end + 1
	}
}

// tagLike reports whether a name ends as that of a tag or a mention does; "a<b, c>d" has
// none.
func tagLike(inner string) bool {
	name := strings.TrimLeft(inner, "/!?@#:&")
	name = strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
	return name == "" || strings.IndexByte(" \t/:=", name[0]) >= 0
}

// open handles "<" without the end of a tag: one with attributes goes up to Chinese or a
// bracket, what a browser would still read as a tag loses its sign.
func (c *cleaner) open(rest string) {
	name := 1
	for name < len(rest) && (wordByte(rest[name]) || name == 1 && rest[name] == '/') {
		name++
	}
	if n := attributes(rest[name:]); name > 1 && n > 0 {
		c.drop(name + n)
		return
	}
	if strings.Contains(firstLine(rest[name:]), "=") || !wordByte(rest[1]) || !c.afterWord() {
		c.out.WriteString("＜")
		c.i++
		return
	}
	c.copy(1)
}

// attributes is how far what follows a tag's name goes on as attributes, 0 if it does not.
func attributes(s string) int {
	if s == "" || strings.IndexByte(" \t/", s[0]) < 0 {
		return 0
	}
	n := strings.IndexFunc(s, func(r rune) bool { return r == '\n' || r == '[' || r >= utf8.RuneSelf })
	if n < 0 {
		n = len(s)
	}
	if !strings.Contains(s[:n], "=") {
		return 0
	}
	return n
}

// plainName reports whether a tag is a name and nothing else.
func plainName(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == "" && !strings.HasPrefix(name, "-")
}

// paired reports whether both the tag and its end tag stand in the text.
func (c *cleaner) paired(name string) bool {
	low := strings.ToLower(c.s)
	return strings.Contains(low, "</"+name+">") && strings.Contains(low, "<"+name)
}

// token is the length of the template token s begins with: <|…|>, <｜…｜> or <<SYS>>.
func token(s string) int {
	for _, pair := range [][2]string{{"<|", "|>"}, {"<｜", "｜>"}} {
		if strings.HasPrefix(s, pair[0]) {
			if end := strings.Index(firstLine(s), pair[1]); end > 0 {
				return end + len(pair[1])
			}
			return len(pair[0])
		}
	}
	if strings.HasPrefix(s, "<<") {
		name, _, found := strings.Cut(s[2:min(len(s), 24)], ">>")
		if found && utf8.ValidString(name) && plainName(strings.ToLower(strings.Trim(name, "/"))) {
			return len("<<>>") + len(name)
		}
	}
	return 0
}

// template reports whether a bracket such as [INST] belongs to a chat template.
func template(bracket string) bool {
	name := strings.ToLower(strings.Trim(bracket, "[]/ "))
	return strings.Contains(templates, " ["+name+"] ")
}
