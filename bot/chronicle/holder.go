package chronicle

import (
	"slices"
	"strings"

	"ask/retrieve/state"
	"ask/retrieve/text"
)

// holders tells who is who: one person may be written in two scripts, or with another
// name in brackets.
type holders struct {
	names []map[string]bool // folded, by holder
	keys  []map[string]bool // of the names in Han as they sound
}

// identify gives every event the number of its holder. Names in Han come first: a
// romanised one may be the sound of several, and then is none of them.
func identify(lists ...[]Event) {
	h := &holders{}
	for _, latin := range []bool{false, true} {
		for _, list := range lists {
			for i := range list {
				if name := list[i].held(); isLatin(name) == latin {
					list[i].holder = h.number(name, list[i].alias())
				}
			}
		}
	}
	for _, list := range lists {
		for i := range list {
			list[i].next = h.find(list[i].successor(), "")
		}
	}
}

// held is the name of what an event sets: of a post its holder, of a thing what it
// became.
func (e Event) held() string {
	switch e.Kind {
	case state.Holds, state.Starts, state.Ends:
		return e.Subject
	case state.Stopped, state.Resumed:
		return string(e.Kind)
	}
	if e.Object == "" {
		return string(e.Kind)
	}
	return e.Object
}

// alias is another name of the holder of a post.
func (e Event) alias() string {
	if e.held() == e.Subject {
		return e.Alias
	}
	return ""
}

// successor is whom an end names.
func (e Event) successor() string {
	if e.Kind == state.Ends {
		return e.Object
	}
	return ""
}

// number finds a holder, or adds one.
func (h *holders) number(name, alias string) int {
	n := h.find(name, alias)
	if n < 0 {
		n = len(h.names)
		h.names = append(h.names, map[string]bool{})
		h.keys = append(h.keys, map[string]bool{})
	}
	for _, s := range []string{name, alias} {
		if s = fold(s); s == "" {
			continue
		}
		h.names[n][s] = true
		for _, k := range text.NameKeys(s) {
			h.keys[n][k] = true
		}
	}
	return n
}

// find gives the number of a holder, -1 for none or several.
func (h *holders) find(name, alias string) int {
	for _, s := range []string{fold(name), fold(alias)} {
		if n := slices.IndexFunc(h.names, func(m map[string]bool) bool { return m[s] }); s != "" && n >= 0 {
			return n
		}
	}
	found := -1
	for _, s := range []string{name, alias} {
		for n, keys := range h.keys {
			if !isLatin(s) || !sounds(s, keys) || found == n {
				continue
			}
			if found >= 0 {
				return -1
			}
			found = n
		}
	}
	return found
}

// sounds reports whether a romanised name is one of keys, its family name first or last.
func sounds(name string, keys map[string]bool) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r < 'a' || r > 'z' })
	if len(words) == 0 {
		return false
	}
	last := len(words) - 1
	return keys[strings.Join(words, "")] || keys[words[last]+strings.Join(words[:last], "")]
}

func isLatin(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool { return text.ClassOf(r) == text.Han })
}

func fold(name string) string { return text.Fold(strings.TrimSpace(name)) }
