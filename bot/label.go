package bot

import (
	"path"
	"strings"

	"ask/bot/guard"
	"ask/retrieve/document"
)

// title is a document's, fit to stand beside a quote: documents write their titles
// themselves. One that speaks to a machine gives way to the file's name.
func (e *Extractive) title(d document.Document) string {
	if s := e.label(d.Title); s != "" {
		return s
	}
	name := path.Base(d.ID)
	return strings.TrimSuffix(name, path.Ext(name))
}

// label is a short text of a document, without links and citation marks; empty if it
// speaks to a machine.
func (e *Extractive) label(s string) string {
	if s == "" || e.machine.Sentence(s) {
		return ""
	}
	s, _ = e.marker.take(guard.Clean(s))
	return s
}
