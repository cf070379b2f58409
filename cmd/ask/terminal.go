package main

import (
	"bytes"
	"io"
	"net/url"
	"os"
	"strings"

	"golang.org/x/term"
)

// style is how a piece of text looks where colours are on.
type style string

// The styles, as parameters of the SGR control sequence.
const (
	plain  style = ""
	strong style = "1"    // a word of the question
	answer style = "1;32" // what is probably the answer
	faint  style = "2"
	mark   style = "36" // a citation mark
	caring style = "33" // worth a second look
)

// span is a piece of text in one style, perhaps a link.
type span struct {
	text  string
	style style
	link  string
	whole bool // not to be broken over two lines
}

// terminal writes styled text. Everything it is given is cleaned of controls; the only
// control sequences that reach the reader are its own.
type terminal struct {
	w      io.Writer
	colors bool
	links  bool
	width  int // columns to wrap at, 0 for not at all
	full   int // columns there are, 0 for no bound
}

// widest is the longest line that is comfortable to read.
const widest = 100

// newTerminal finds out what w can show: colours and wrapping on a terminal only, unless
// the settings or CLICOLOR_FORCE say otherwise.
func newTerminal(below, w io.Writer, when string, getenv func(string) string) *terminal {
	t := &terminal{w: w}
	fd, tty := terminalFD(below)
	dumb := getenv("TERM") == "dumb"
	if tty {
		t.full = 80
		if columns, _, err := term.GetSize(fd); err == nil && columns > 0 {
			t.full = columns
		}
		t.full = max(20, t.full)
		t.width = min(t.full, widest)
		t.links = !dumb
	}
	force := getenv("CLICOLOR_FORCE")
	switch {
	case when == "always":
		t.colors = true
	case when == "never", getenv("NO_COLOR") != "":
		t.links = t.links && when != "never"
	case force != "" && force != "0":
		t.colors = true
	default:
		t.colors = tty && !dumb && getenv("CLICOLOR") != "0"
	}
	return t
}

// terminalFD is the descriptor of w if it is a terminal.
func terminalFD(w any) (int, bool) {
	f, ok := w.(*os.File)
	if !ok {
		return 0, false
	}
	return int(f.Fd()), term.IsTerminal(int(f.Fd()))
}

// paragraph writes spans as one paragraph whose lines after the first are indented.
func (t *terminal) paragraph(indent int, spans ...span) error {
	var all strings.Builder
	var whole []extent
	for i := range spans {
		spans[i].text = clean(spans[i].text)
		start := all.Len()
		all.WriteString(spans[i].text)
		if spans[i].whole {
			whole = append(whole, extent{start, all.Len()})
		}
	}
	width := t.width
	if width > 0 {
		width = max(10, width-indent)
	}
	var out bytes.Buffer
	for i, line := range breakLines(all.String(), width, whole...) {
		if i > 0 {
			out.WriteString(strings.Repeat(" ", indent))
		}
		t.paint(&out, spans, line)
		out.WriteByte('\n')
	}
	_, err := t.w.Write(out.Bytes())
	return err
}

// row writes s on one line, cut to what the terminal shows.
func (t *terminal) row(s span) error {
	s.text = cleanLine(s.text)
	if t.full > 0 {
		s.text = fit(s.text, t.full)
	}
	var out bytes.Buffer
	t.write(&out, s, s.text)
	out.WriteByte('\n')
	_, err := t.w.Write(out.Bytes())
	return err
}

// paint writes the part of spans that lies in line.
func (t *terminal) paint(out *bytes.Buffer, spans []span, line extent) {
	at := 0
	for _, s := range spans {
		from, to := max(line.start, at), min(line.end, at+len(s.text))
		if from < to {
			t.write(out, s, s.text[from-at:to-at])
		}
		at += len(s.text)
	}
}

// write puts text into out, dressed as s is.
func (t *terminal) write(out *bytes.Buffer, s span, text string) {
	link := t.links && s.link != ""
	if link {
		out.WriteString("\x1b]8;;" + s.link + "\x1b\\")
	}
	if t.colors && s.style != plain {
		out.WriteString("\x1b[" + string(s.style) + "m" + text + "\x1b[0m")
	} else {
		out.WriteString(text)
	}
	if link {
		out.WriteString("\x1b]8;;\x1b\\")
	}
}

// webLink is address if it is a plain HTTP address that a terminal may open, else empty.
func webLink(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.User = nil
	return u.String()
}

// fileLink is the file:// address of an absolute path.
func fileLink(path string) string {
	return (&url.URL{Scheme: "file", Path: path}).String()
}
