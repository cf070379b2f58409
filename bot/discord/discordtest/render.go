package discordtest

import (
	"regexp"
	"strings"
)

// Renderer reads messages the way Discord's clients do, as far as texts of others could
// abuse it.
type Renderer struct {
	angle, masked, address, invite, lead *regexp.Regexp
}

// NewRenderer makes a Renderer.
func NewRenderer() *Renderer {
	return &Renderer{
		angle:   regexp.MustCompile(`^<(?:@[!&]?\d+|#\d+|/[^:>\n]+:\d+|t:-?\d+(?::[a-zA-Z])?|a?:\w+:\d+|id:\w+|[a-zA-Z][a-zA-Z0-9+.-]*:[^\s>]+|\+\d+)>`),
		masked:  regexp.MustCompile(`^\[((?:\\.|[^\[\]\\\n])+)\]\((<[^<>\s]*>|[^\s()<>]+)\)`),
		address: regexp.MustCompile(`^(?:https?|steam)://[^\s<]+`),
		invite:  regexp.MustCompile(`^(?i:discord(?:app)?\.(?:gg|com/invite)/\w+)`),
		lead:    regexp.MustCompile(`^[ \t]*(#{1,3} |-# |>>> |> |[-*] |\d+\. )`),
	}
}

// Render gives the text a reader sees, and everything in it that is more than text, such
// as "link [label] https://…", "mention <@1>", "heading" or "style **".
func (r *Renderer) Render(content string) (text string, active []string) {
	var b strings.Builder
	lineStart := true
	for i := 0; i < len(content); {
		rest := content[i:]
		if lineStart {
			lineStart = false
			if m := r.lead.FindStringSubmatch(rest); m != nil {
				active = append(active, "lead "+strings.TrimSpace(m[1]))
				i += len(m[0])
				lineStart = m[1] == "> " // a block may stand in a quote
				continue
			}
		}
		n, shown, what := r.piece(rest)
		if what != "" {
			active = append(active, what)
		}
		b.WriteString(shown)
		lineStart = rest[0] == '\n'
		i += n
	}
	return b.String(), active
}

// piece reads what a text begins with: its length, what it shows and what it does.
func (r *Renderer) piece(rest string) (n int, shown, what string) {
	if rest[0] == '\\' && len(rest) > 1 && isSign(rest[1]) {
		return 2, rest[1:2], ""
	}
	if m := r.angle.FindString(rest); m != "" {
		return len(m), m, "mention " + m
	}
	if m := r.masked.FindStringSubmatch(rest); m != nil {
		label, inner := r.Render(m[1])
		what := "link [" + label + "] " + strings.Trim(m[2], "<>")
		if len(inner) > 0 {
			what += " with " + strings.Join(inner, ", ")
		}
		return len(m[0]), label, what
	}
	if m := r.address.FindString(rest); m != "" {
		return len(m), m, "address " + m
	}
	if m := r.invite.FindString(rest); m != "" {
		return len(m), m, "invite " + m
	}
	for _, s := range []string{"@everyone", "@here"} {
		if strings.HasPrefix(rest, s) {
			return len(s), s, "mention " + s
		}
	}
	for _, s := range []string{"```", "`", "**", "*", "__", "_", "~~", "||"} {
		if strings.HasPrefix(rest, s) {
			return len(s), "", "style " + s
		}
	}
	return 1, rest[:1], ""
}

func isSign(c byte) bool {
	return c > ' ' && c < 0x7f && !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')
}
