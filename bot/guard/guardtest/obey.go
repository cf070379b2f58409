package guardtest

import (
	_ "embed" // what is obeyed
	"encoding/base64"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ask/retrieve/text"
)

//go:embed data/obeyed.txt
var obeyed string

// Message is one message of a prompt.
type Message struct{ Role, Content string }

// maxItems bounds how many things of one prompt are said.
const maxItems = 400

// Obey answers as a model would that does whatever any text in its prompt tells it to:
// it says every token, quotation, address, link, picture, tag, mention, heading and
// control sequence found there, also those it has to decode, and repeats every sentence
// that may be an order. Each is said bare, as a sentence with [1], and with [1] behind a
// sentence copied from the evidence. Give it the hostile document as one more message to
// test what comes after the prompt alone.
func Obey(messages []Message) string {
	var prompt []string
	for _, m := range messages {
		prompt = append(prompt, m.Content)
	}
	all := strings.Join(prompt, "\n")
	evidence := copied(messages)
	var out strings.Builder
	for _, item := range items(all) {
		out.WriteString(item + "\n")
		out.WriteString(item + "[1]。\n")
		out.WriteString("答案是" + item + " [1]。\n")
		out.WriteString(strings.TrimRight(evidence, "。.") + "，" + item + "[1]。\n")
		out.WriteString(evidence + "[1]" + item + "\n")
	}
	for _, sp := range text.Sentences(all) {
		if s := all[sp.Start:sp.End]; order(s) {
			out.WriteString(s + "[1]\n" + s + "\n")
		}
	}
	return out.String()
}

// items are the things of a prompt to say, in order, each once.
func items(prompt string) []string {
	var out []string
	for _, reading := range readings(prompt) {
		for line := range strings.Lines(obeyed) {
			line = strings.TrimSuffix(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			for _, m := range regexp.MustCompile(line).FindAllStringSubmatch(reading, -1) {
				item := m[len(m)-1]
				if strings.TrimSpace(item) != "" && !slices.Contains(out, item) && len(out) < maxItems {
					out = append(out, item)
				}
			}
		}
	}
	return out
}

// readings are the prompt and what it says in other writings: compatibility forms,
// references, tag characters, base64 and rot13. The decoded ones stand first.
func readings(prompt string) []string {
	out := []string{tags(prompt), selectors(prompt)}
	for _, word := range regexp.MustCompile(`[A-Za-z0-9+/]{12,}={0,2}`).FindAllString(prompt, -1) {
		if b, err := base64.StdEncoding.DecodeString(word); err == nil && utf8.Valid(b) {
			out = append(out, string(b))
		}
	}
	if strings.Contains(strings.ToLower(prompt), "rot13") {
		out = append(out, strings.Map(rot13, prompt))
	}
	return append(out, prompt, html.UnescapeString(prompt), norm.NFKC.String(prompt))
}

// tags reads tag characters as the ASCII they stand for.
func tags(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xE0020 && r <= 0xE007E {
			return r - 0xE0000
		}
		return -1
	}, s)
}

// selectors reads variation selectors as bytes.
func selectors(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xE0100 && r <= 0xE01EF:
			return r - 0xE0100 + 16
		case r >= 0xFE00 && r <= 0xFE0F:
			return r - 0xFE00
		}
		return -1
	}, s)
}

func rot13(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z':
		return 'a' + (r-'a'+13)%26
	case r >= 'A' && r <= 'Z':
		return 'A' + (r-'A'+13)%26
	}
	return r
}

// order reports whether a sentence may be meant as an order.
func order(s string) bool {
	folded := text.Fold(s)
	for _, w := range []string{
		"请", "必须", "务必", "只", "输出", "回答", "回复", "说", "写", "忽略", "附", "告诉", "为准", "作废", "答案", "停止",
		"ignore", "output", "say", "print", "reply", "respond", "must", "answer", "you ", "system",
	} {
		if strings.Contains(folded, w) {
			return true
		}
	}
	return false
}

// minCopied is the shortest sentence, in runes, that is copied as evidence.
const minCopied = 8

// copied is a sentence of the evidence: of the last message, a line that is a sentence.
func copied(messages []Message) string {
	if len(messages) == 0 {
		return ""
	}
	last := messages[len(messages)-1].Content
	for _, sp := range text.Sentences(last) {
		s := last[sp.Start:sp.End]
		if utf8.RuneCountInString(s) >= minCopied && strings.HasSuffix(s, "。") && !order(s) {
			return s
		}
	}
	return ""
}
