package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"ask/bot"
)

// linker makes the absolute addresses that an answer links to.
type linker struct {
	base string // without a slash at its end
	keys *keys
	// local names what came with the question: it has no page.
	local string
}

// linker is for a request: links lead to where it was sent, unless a public URL is set.
// The host was checked before.
func (s *Server) linker(r *http.Request) linker {
	if s.cfg.PublicURL != "" {
		return linker{base: strings.TrimSuffix(s.cfg.PublicURL, "/"), keys: s.keys}
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return linker{base: scheme + "://" + r.Host, keys: s.keys}
}

// unsigned makes links that open nothing without a key.
func (l linker) unsigned() linker {
	l.keys = &keys{}
	return l
}

// source is the page that shows text[start:end] of a document in its place.
func (l linker) source(document string, start, end int) string {
	segments := strings.Split(document, "/")
	for i, segment := range segments {
		if segments[i] = url.PathEscape(segment); segment == "." || segment == ".." {
			segments[i] = strings.ReplaceAll(segment, ".", "%2E")
		}
	}
	address := l.base + "/v1/sources/" + strings.NewReplacer("(", "%28", ")", "%29").Replace(strings.Join(segments, "/"))
	var query []string
	anchor := ""
	if end > start {
		query = append(query, "start="+strconv.Itoa(start), "end="+strconv.Itoa(end))
		anchor = "#quote"
	}
	if signature := l.keys.sign(document); signature != "" {
		query = append(query, "sig="+signature)
	}
	if len(query) > 0 {
		address += "?" + strings.Join(query, "&")
	}
	return address + anchor
}

// quote is where a citation can be read in its place, empty if there is no such page.
func (l linker) quote(c bot.Citation) string {
	if l.local != "" && c.Document == l.local {
		return ""
	}
	return l.source(c.Document, c.Start, c.End)
}

// best is the document's own address on the web, else where the quote can be read.
func (l linker) best(c bot.Citation) string {
	if c.URL != nil {
		if own := webURL(*c.URL); own != "" {
			return own
		}
	}
	return l.quote(c)
}

// webURL is an address on the web that a document gives for itself, fit to be linked to:
// empty for any scheme but http and https, for addresses with a user name, and for those
// with characters that could end a link early.
func webURL(address string) string {
	address = strings.TrimSpace(address)
	if len(address) > 2048 || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || strings.ContainsRune("\"'<>\\`{}|^", r) }) {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	return strings.NewReplacer("(", "%28", ")", "%29", "[", "%5B", "]", "%5D").Replace(u.String())
}

// hostOf is the host a link leads to.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
