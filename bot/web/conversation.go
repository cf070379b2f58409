package web

import (
	"strings"

	"ask/bot"
)

// question takes the last user message as the question and what was said before it as
// its history. System messages are instructions of a frontend: neither question nor
// evidence. found is false if no user said anything.
func (s *Server) question(q *chatRequest) (asked bot.Question, found bool) {
	last := -1
	for i, m := range q.Messages {
		if m.Role == "user" && strings.TrimSpace(m.Content.text) != "" {
			last = i
		}
	}
	asked = q.filter.over(s.cfg.Defaults)
	if last < 0 {
		return asked, false
	}
	asked.Text = strings.TrimSpace(q.Messages[last].Content.text)
	for _, m := range q.Messages[:last] {
		text := strings.TrimSpace(m.Content.text)
		n := len(asked.History)
		switch {
		case text == "":
		case m.Role == "user":
			asked.History = append(asked.History, bot.Turn{Question: text})
		case m.Role == "assistant" && n > 0:
			asked.History[n-1].Answer = s.shownAnswer(text)
		}
	}
	return asked, true
}

// shownAnswer is what an assistant message said, without its list of sources. A refusal,
// or what somebody else wrote, cites nothing and counts as no answer.
func (s *Server) shownAnswer(text string) string {
	for _, w := range s.words {
		if at := strings.LastIndex(text, "\n\n"+w.Sources+"\n"); at >= 0 {
			text = text[:at]
		}
	}
	if n, _, _ := nextMark(text, 0); n == 0 {
		return ""
	}
	return text
}
