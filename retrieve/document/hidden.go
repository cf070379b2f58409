package document

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// neverShown are elements whose content is not part of what a page says.
func neverShown(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Svg, atom.Math, atom.Iframe, atom.Object, atom.Embed, atom.Canvas,
		atom.Audio, atom.Video, atom.Nav, atom.Footer, atom.Aside, atom.Button, atom.Textarea, atom.Select, atom.Datalist, atom.Input,
		atom.Noframes, atom.Noembed, atom.Head, atom.Title, atom.Rp, atom.Rt, atom.Map, atom.Progress, atom.Meter, atom.Applet:
		return true
	}
	return false
}

// dropped names the reason an element is not read, or "".
func (x *extractor) dropped(n *html.Node) string {
	switch {
	case n.DataAtom == atom.Img || n.DataAtom == atom.Picture:
		return "image"
	case n.DataAtom == atom.Form && !pageForm(n):
		return "form"
	case neverShown(n.DataAtom):
		return n.Data
	case n.DataAtom == atom.Dialog && !hasAttr(n, "open"):
		return "hidden text"
	case furniture(n):
		return "navigation"
	case hiddenAttrs(n.Attr) || x.hide.matches(n):
		return "hidden text"
	}
	return ""
}

// pageForm reports a form that wraps a whole page, as some site software does.
func pageForm(n *html.Node) bool {
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.P, atom.Article, atom.H1, atom.H2:
			return true
		}
	}
	return false
}

// hiddenAttrs says whether attributes alone keep an element off the screen.
func hiddenAttrs(attrs []html.Attribute) bool {
	for _, a := range attrs {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			if strings.EqualFold(strings.TrimSpace(a.Val), "true") {
				return true
			}
		case "style":
			if hiddenStyle(a.Val) {
				return true
			}
		}
	}
	return false
}

var cssComment = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)/\*.*?(?:\*/|$)`) })

// hiddenStyle reads CSS declarations. It errs towards hidden: a page can always
// show its text plainly.
func hiddenStyle(css string) bool {
	css = strings.ToLower(cssComment().ReplaceAllString(css, ""))
	if strings.Contains(css, `\`) {
		css = strings.ReplaceAll(css, `\`, "") // d\isplay
	}
	clipped, sized := false, false
	for decl := range strings.SplitSeq(css, ";") {
		name, value, ok := strings.Cut(decl, ":")
		if !ok {
			continue
		}
		name = strings.TrimSpace(name)
		value = strings.TrimSpace(strings.ReplaceAll(value, "!important", ""))
		if hiddenDeclaration(name, value) {
			return true
		}
		clipped = clipped || name == "overflow" && (value == "hidden" || value == "clip")
		if strings.Contains("|height|width|max-height|max-width|", "|"+name+"|") {
			size, ok := length(value)
			sized = sized || ok && (size == 0 || size <= 1 && strings.HasSuffix(value, "px"))
		}
	}
	return clipped && sized
}

func hiddenDeclaration(name, value string) bool {
	size, isLength := length(value)
	switch name {
	case "display":
		return value == "none"
	case "visibility":
		return value == "hidden" || value == "collapse"
	case "content-visibility":
		return value == "hidden"
	case "opacity":
		return isLength && size <= 0.05
	case "font-size":
		return isLength && size < 2 && !strings.HasSuffix(value, "em") && !strings.HasSuffix(value, "%") || isLength && size <= 0.1
	case "font":
		return strings.HasPrefix(value, "0") || strings.Contains(value, " 0px") || strings.Contains(value, " 0/")
	case "color", "-webkit-text-fill-color":
		return value == "transparent" || strings.HasPrefix(value, "rgba(") && strings.HasSuffix(strings.ReplaceAll(value, " ", ""), ",0)")
	case "left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top", "margin", "inset":
		return isLength && (size <= -500 || size >= 5000)
	case "transform":
		v := strings.ReplaceAll(value, " ", "")
		return strings.Contains(v, "scale(0") && !strings.Contains(v, "scale(0.") || strings.Contains(v, "(-9999") || strings.Contains(v, "(-100")
	case "clip":
		return strings.HasPrefix(value, "rect(0") || strings.HasPrefix(value, "rect(1px")
	case "clip-path":
		return strings.Contains(value, "inset(50%") || strings.Contains(value, "inset(100%") || strings.Contains(value, "circle(0")
	case "filter":
		return strings.Contains(strings.ReplaceAll(value, " ", ""), "opacity(0)")
	}
	return false
}

// length reads the number a CSS value begins with.
func length(value string) (float64, bool) {
	end := 0
	for end < len(value) && (value[end] == '-' || value[end] == '+' || value[end] == '.' || value[end] >= '0' && value[end] <= '9') {
		end++
	}
	n, err := strconv.ParseFloat(value[:end], 64)
	return n, err == nil
}

// hiding are the simple selectors a page's own style sheets hide.
type hiding struct {
	classes, ids map[string]bool
}

var cssRule = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`) })

// styleSheets reads ".class" and "#id" rules that hide. Compound selectors are
// left alone: they depend on where an element stands.
func styleSheets(root *html.Node) *hiding {
	h := &hiding{classes: map[string]bool{}, ids: map[string]bool{}}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Style || n.FirstChild == nil {
			continue
		}
		css := cssComment().ReplaceAllString(n.FirstChild.Data, "")
		for _, m := range cssRule().FindAllStringSubmatch(css, 2000) {
			if hiddenStyle(m[2]) {
				h.add(m[1])
			}
		}
	}
	return h
}

func (h *hiding) add(selectors string) {
	for selector := range strings.SplitSeq(selectors, ",") {
		selector = strings.TrimSpace(selector)
		if len(selector) < 2 || strings.ContainsAny(selector[1:], " .#:>+~[*\t\n") {
			// "p.note": the class after a bare element name is simple as well.
			tag, class, ok := strings.Cut(selector, ".")
			if !ok || tag == "" || strings.ContainsAny(selector, " #:>+~[*\t\n") || strings.Contains(class, ".") {
				continue
			}
			selector = "." + class
		}
		switch selector[0] {
		case '.':
			h.classes[selector[1:]] = true
		case '#':
			h.ids[selector[1:]] = true
		}
	}
}

func (h *hiding) matches(n *html.Node) bool {
	if h == nil || len(h.classes) == 0 && len(h.ids) == 0 {
		return false
	}
	if h.ids[attr(n, "id")] {
		return true
	}
	for class := range strings.FieldsSeq(attr(n, "class")) {
		if h.classes[class] {
			return true
		}
	}
	return false
}
