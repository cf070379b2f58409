package model

import (
	_ "embed"
	"net/url"
	"slices"
	"strings"

	"ask/embed/remote"
)

var (
	//go:embed data/servers.txt
	serversText string
	//go:embed data/overflow.txt
	overflowText string
	//go:embed data/thinkers.txt
	thinkersText string
	//go:embed data/refused.txt
	refusedText string
	//go:embed data/notchat.txt
	notChatText string
	//go:embed data/nomodel.txt
	noModelText string
)

// words is what is known of servers and models by their names and sayings.
type words struct {
	servers  [][]string // kind, value, dialect
	overflow [][]string // phrase
	thinkers [][]string // "always" or "can", part of a name
	refused  [][]string // field, phrase
	notchat  [][]string // part of a name
	nomodel  [][]string // phrase
}

func loadWords() words {
	return words{
		servers: table(serversText), overflow: table(overflowText), thinkers: table(thinkersText),
		refused: table(refusedText), notchat: table(notChatText), nomodel: table(noModelText),
	}
}

// table reads lines of fields between tabs; # begins a comment line.
func table(text string) [][]string {
	var rows [][]string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

// overflows tells whether a server's text says that the prompt is too long.
func (w words) overflows(text string) bool { return holds(text, w.overflow) }

// lacksModel tells whether a server's text says that it does not have the model.
func (w words) lacksModel(text string) bool { return holds(text, w.nomodel) }

// notChat tells whether a model's name says that it does not chat.
func (w words) notChat(model string) bool { return holds(model, w.notchat) }

func holds(text string, rows [][]string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(rows, func(row []string) bool { return strings.Contains(text, row[0]) })
}

// refuses gives those of the fields sent that a server's text names.
func (w words) refuses(text string, sent map[string]any) []string {
	text = strings.ToLower(text)
	var out []string
	for _, row := range w.refused {
		if _, ok := sent[row[0]]; ok && strings.Contains(text, row[1]) && !slices.Contains(out, row[0]) {
			out = append(out, row[0])
		}
	}
	return out
}

// thinks says whether a model "always" thinks, "can", or, as far as its name says, does not.
func (w words) thinks(model string) string {
	model = strings.ToLower(model)
	for _, row := range w.thinkers {
		if strings.Contains(model, row[1]) {
			return row[0]
		}
	}
	return ""
}

// dialect says how thinking is switched at a server, from its address and what its replies
// told ("owner", "server").
func (w words) dialect(base *url.URL, told map[string]string) string {
	here := remote.Loopback(base.Hostname())
	for _, row := range w.servers {
		kind, value := row[0], row[1]
		switch {
		case kind == "host" && under(base.Hostname(), value),
			kind == "owner" && told[kind] == value,
			kind == "server" && strings.Contains(told[kind], value),
			kind == "port" && here && base.Port() == value:
			return row[2]
		}
	}
	if here {
		return "template"
	}
	return "none"
}

// under tells whether host is domain or below it.
func under(host, domain string) bool {
	host = strings.ToLower(host)
	return host == domain || strings.HasSuffix(host, "."+domain)
}
