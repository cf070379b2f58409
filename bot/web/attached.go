package web

import (
	"slices"
	"strconv"
	"strings"
)

// attached is what Open WebUI puts around a question with files, or before it: a template
// whose <context> holds their text as <source id="1" name="a.txt">…</source>.
type attached struct {
	text  string
	names []string
	// sources is how many sources its page numbers before those of the answer.
	sources int
}

// detach takes what is attached out of the messages of a request, so that each holds what
// its sender wrote.
func (q *chatRequest) detach() {
	for i, m := range q.Messages {
		switch m.Role {
		case "user", "system", "developer":
			q.Messages[i].Content.text = withoutFiles(q.attached.take(m.Content.text))
		}
	}
}

// withoutFiles leaves out the lists of files that Open WebUI puts before what people wrote,
// also where it repeats a chat.
func withoutFiles(message string) string {
	const open, end = "<attached_files>", "</attached_files>"
	for {
		before, rest, ok := strings.Cut(message, open)
		list, after, closed := strings.Cut(rest, end)
		if !ok || !closed || !strings.HasPrefix(strings.TrimSpace(list), "<file ") {
			return message
		}
		message = before + strings.TrimLeft(after, " \n")
	}
}

// take gives a message without the template, and keeps what that holds. The question
// follows the last </context>: a file may hold one as well.
func (a *attached) take(message string) string {
	const open, end, source = "<context>", "</context>", "<source id=\""
	from, to := strings.Index(message, open), strings.LastIndex(message, end)
	if from < 0 || to < from || strings.Contains(message[:from], "<chat_history>") {
		return message
	}
	within := message[from+len(open) : to]
	if !strings.HasPrefix(strings.TrimSpace(within), source) {
		return message
	}
	for _, piece := range strings.Split(within, source)[1:] {
		a.add(piece)
	}
	return strings.TrimSpace(message[to+len(end):])
}

// add keeps one source, from its number on.
func (a *attached) add(piece string) {
	tag, text, ok := strings.Cut(piece, ">")
	id, rest, _ := strings.Cut(tag, "\"")
	if !ok {
		return
	}
	if n, err := strconv.Atoi(id); err == nil && n == a.sources+1 {
		a.sources = n
	}
	if _, after, named := strings.Cut(rest, "name=\""); named {
		name, _, _ := strings.Cut(after, "\"")
		if name = oneLine(name); name != "" && !slices.Contains(a.names, name) {
			a.names = append(a.names, name)
		}
	}
	if at := strings.LastIndex(text, "</source>"); at >= 0 {
		text = text[:at]
	}
	a.text += strings.TrimSpace(text) + "\n\n"
}

// name is what answers call it.
func (a *attached) name(w words) string {
	const most = 3
	names := a.names
	if len(names) > most {
		names = append(slices.Clone(names[:most]), "…")
	}
	if len(names) == 0 {
		return w.Attached
	}
	return w.Attached + w.Colon + strings.Join(names, w.Comma)
}
