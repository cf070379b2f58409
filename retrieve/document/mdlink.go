package document

import "strings"

// image drops ![alt](target) and ![alt][ref].
func (w *inlineWriter) image() bool {
	end, ok := w.closes[w.pos+1]
	if !ok || w.src[w.pos+1] != '[' {
		return false
	}
	target := w.target(end)
	if target == 0 {
		return false
	}
	w.removed.add("image", w.src[w.pos:target])
	w.pos = target
	return true
}

// target is the position after the "(…)" or "[…]" that follows the "]" at end, or 0.
func (w *inlineWriter) target(end int) int {
	rest := w.src[end+1:]
	if strings.HasPrefix(rest, "[") {
		if close, ok := w.closes[end+1]; ok {
			return close + 1
		}
		return 0
	}
	if !strings.HasPrefix(rest, "(") {
		return 0
	}
	depth := 0
	for i := 0; i < len(rest) && i < 4096; i++ {
		switch rest[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return end + 1 + i + 1
			}
		}
	}
	return 0
}

// bracket handles "[": a link keeps its label, a footnote mark goes.
func (w *inlineWriter) bracket() {
	end, ok := w.closes[w.pos]
	if !ok {
		w.literal(1)
		return
	}
	label := w.src[w.pos+1 : min(end, w.pos+201)]
	if strings.HasPrefix(label, "^") && end-w.pos < 64 {
		w.removed.add("footnote mark", w.src[w.pos:end+1])
		w.pos = end + 1
		return
	}
	target := w.target(end)
	if target > 0 && w.src[end+1] == '[' && !w.known(end+1, label) {
		target = 0
	}
	if target == 0 && w.defs[strings.ToLower(label)] {
		target = end + 1
	}
	if target == 0 {
		w.literal(1)
		return
	}
	if w.jump == nil {
		w.jump = map[int]int{}
	}
	w.jump[end] = target
	w.linkUntil = max(w.linkUntil, end)
	w.pos++
}

// known says whether the "[ref]" at position at names a definition.
func (w *inlineWriter) known(at int, label string) bool {
	ref := w.src[at+1 : w.closes[at]]
	if ref == "" {
		ref = label
	}
	return w.defs[strings.ToLower(ref)]
}

// citation drops "([GeekWire][2])" and "（[1]）", which name a source instead of saying
// something.
func (w *inlineWriter) citation(rest string) bool {
	open, shut := "(", ")"
	if rest[0] == 0xEF {
		open, shut = "（", "）"
	}
	if !strings.HasPrefix(rest, open+"[") {
		return false
	}
	at := w.pos + len(open)
	for {
		end, ok := w.closes[at]
		if !ok || w.src[at] != '[' {
			return false
		}
		next := end + 1
		if next < len(w.src) && w.src[next] == '[' {
			second, ok := w.closes[next]
			if !ok {
				return false
			}
			if ref := w.src[next+1 : second]; !w.defs[strings.ToLower(ref)] && !digits(ref) {
				return false
			}
			next = second + 1
		} else if ref := w.src[at+1 : end]; !w.defs[strings.ToLower(ref)] {
			return false
		}
		if tail := w.src[next:]; strings.HasPrefix(tail, shut) {
			w.removed.add("citation mark", w.src[w.pos:next+len(shut)])
			w.pos = next + len(shut)
			return true
		}
		at = next + len(w.src[next:]) - len(strings.TrimLeft(w.src[next:], " ,;、，；"))
		if at >= len(w.src) {
			return false
		}
	}
}

func digits(s string) bool {
	return s != "" && len(s) < 4 && strings.Trim(s, "0123456789") == ""
}
