package discord

import (
	"net"
	"net/url"
	"strings"
)

// link is a validated address of a source.
type link struct {
	url, host string
}

// maxURL bounds what a line of a list is made of.
const maxURL = 500

// parseLink takes an http or https address on a public host and nothing else: no user
// names, no private or local machines, no signs that could end the link early.
func parseLink(raw string) (link, bool) {
	raw = strings.TrimSpace(raw)
	if raw == "" || len(raw) > maxURL || strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || strings.ContainsRune("<>\"`\\|^{}", r) }) || visible(raw) != raw {
		return link{}, false
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Opaque != "" {
		return link{}, false
	}
	host := strings.ToLower(u.Hostname())
	if !public(host) {
		return link{}, false
	}
	s := strings.NewReplacer("(", "%28", ")", "%29", "*", "%2A", "[", "%5B", "]", "%5D").Replace(u.String())
	return link{s, host}, len(s) <= maxURL
}

// public reports whether a host is a name in the public DNS or a public address.
func public(host string) bool {
	if ip := net.ParseIP(strings.Trim(host, "[]")); ip != nil {
		return ip.To4() != nil && ip.IsGlobalUnicast() && !ip.IsPrivate()
	}
	dot := strings.LastIndexByte(host, '.')
	if dot <= 0 || dot == len(host)-1 {
		return false
	}
	switch host[dot+1:] {
	case "local", "localhost", "internal", "lan", "home", "corp":
		return false
	}
	return strings.Trim(host[dot+1:], "0123456789") != "" && !strings.ContainsAny(host, "_~%!$&'+,;=@")
}

// titled is a title that can be clicked if there is an address. Its label cannot pass for
// another host: what looks like one is defused.
func titled(title, raw string) string {
	label := oneLine(withoutHosts(title), 120)
	l, ok := parseLink(raw)
	if !ok {
		return label
	}
	return "[" + label + "](<" + l.url + ">) · " + plain(strings.TrimPrefix(l.host, "www."), 0)
}

// withoutHosts defuses words that look like a host.
func withoutHosts(s string) string {
	words := strings.Fields(visible(s))
	for i, w := range words {
		for _, part := range strings.FieldsFunc(w, func(r rune) bool {
			return r >= 0x80 || strings.ContainsRune("()[]<>\"',;:/", r)
		}) {
			dot := strings.LastIndexByte(part, '.')
			if dot > 0 && letters(part[dot+1:]) {
				words[i] = strings.ReplaceAll(words[i], part, strings.ReplaceAll(part, ".", "[.]"))
			}
		}
	}
	return strings.Join(words, " ")
}
