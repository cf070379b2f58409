package web

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed data/jobs.json
var jobsFile []byte

// jobs recognises what frontends ask on their own behalf, so that no chat is titled "no
// evidence".
type jobs struct{ patterns []jobPattern }

// jobPattern recognises one request of one frontend: its text holds all of All and, if
// there are any, one of Any. Case does not matter.
type jobPattern struct {
	Name string   `json:"name"`
	Job  string   `json:"job"`
	All  []string `json:"all"`
	Any  []string `json:"any"`
	// Text asks for an answer in plain text; JSON is the default of jobs that have one.
	Text bool `json:"text"`
}

// loadJobs reads the patterns.
func loadJobs() (*jobs, error) {
	var j jobs
	if err := json.Unmarshal(jobsFile, &j.patterns); err != nil {
		return nil, fmt.Errorf("web: read jobs.json: %w", err)
	}
	for _, p := range j.patterns {
		if len(p.All) == 0 || p.Job == "" {
			return nil, fmt.Errorf("web: jobs.json: %q recognises everything or nothing", p.Name)
		}
		for _, list := range [][]string{p.All, p.Any} {
			for i := range list {
				list[i] = strings.ToLower(list[i])
			}
		}
	}
	return &j, nil
}

// answer gives the sort of job that a request is, empty for none, and the reply.
func (j *jobs) answer(q *chatRequest, w words) (job, reply string) {
	var system, user string
	for _, m := range q.Messages {
		switch m.Role {
		case "system", "developer":
			system += m.Content.text + "\n"
		case "user":
			user = m.Content.text
		}
	}
	p := j.find(strings.ToLower(system + user))
	if p == nil {
		return "", ""
	}
	if p.Job == "merge" {
		return p.Job, merged(user)
	}
	return p.Job, p.reply(said(q, user), w)
}

func (j *jobs) find(folded string) *jobPattern {
	for i := range j.patterns {
		if j.patterns[i].matches(folded) {
			return &j.patterns[i]
		}
	}
	return nil
}

func (p *jobPattern) matches(folded string) bool {
	for _, s := range p.All {
		if !strings.Contains(folded, s) {
			return false
		}
	}
	for _, s := range p.Any {
		if strings.Contains(folded, s) {
			return true
		}
	}
	return len(p.Any) == 0
}

// reply answers a job from what users said in the chat it is about. What takes a mind to
// answer (suggesting, completing) is answered with nothing.
func (p *jobPattern) reply(questions []string, w words) string {
	first, last := "", ""
	if len(questions) > 0 {
		first, last = questions[0], questions[len(questions)-1]
	}
	switch p.Job {
	case "title":
		return p.form(map[string]any{"title": title(first, w)}, title(first, w))
	case "tags":
		return p.form(map[string]any{"tags": []string{w.General}}, w.General)
	case "follow_ups":
		return p.form(map[string]any{"follow_ups": []string{}}, "[]")
	case "queries":
		queries := []string{}
		if last != "" {
			queries = append(queries, last)
		}
		return p.form(map[string]any{"queries": queries}, last)
	case "autocomplete":
		return p.form(map[string]any{"text": ""}, "")
	case "image_prompt":
		return p.form(map[string]any{"prompt": last}, last)
	case "tools":
		return p.form(map[string]any{"tool_calls": []string{}}, "[]")
	case "emoji":
		return "💬"
	case "language":
		return map[string]string{"zh": "Chinese", "en": "English"}[languageOf(first)]
	case "summary":
		return strings.Join(questions, "\n")
	}
	return w.General
}

func (p *jobPattern) form(object map[string]any, text string) string {
	if p.Text {
		return text
	}
	data, err := json.Marshal(object)
	if err != nil {
		return text
	}
	return string(data)
}

// said is what users said in the chat that a request tells of, in order.
func said(q *chatRequest, prompt string) []string {
	var all []string
	for _, line := range strings.Split(quotedChat(prompt), "\n") {
		line = strings.TrimSpace(line)
		for _, head := range []string{"user:", "user：", "用户:", "用户：", "<user>", "human:", "message:", "query:", "follow up input:"} {
			if len(line) > len(head) && strings.EqualFold(line[:len(head)], head) {
				line = strings.Trim(strings.TrimSuffix(line[len(head):], "</user>"), " \"`")
				line = strings.TrimSuffix(line, ", it's standalone query:")
				if line != "" {
					all = append(all, line)
				}
				break
			}
		}
	}
	if len(all) > 0 {
		return all
	}
	for i, m := range q.Messages {
		if m.Role == "user" && i < len(q.Messages)-1 {
			all = append(all, oneLine(m.Content.text))
		}
	}
	return all
}

// merged puts the answers of several models one below the other: which of them is right
// takes a mind.
func merged(prompt string) string {
	const head = "Responses from models:"
	at := strings.LastIndex(prompt, head)
	if at < 0 {
		return ""
	}
	answers := strings.Trim(strings.TrimSpace(prompt[at+len(head):]), `"`)
	return strings.ReplaceAll(answers, "\"\"\"\n\n\"\"\"", "\n\n---\n\n")
}

// quotedChat is the part of a prompt that repeats a chat, without the examples before it.
func quotedChat(prompt string) string {
	for _, head := range []string{"<chat_history>", "### Chat History:", "### Messages Being Compacted:", "Conversation:"} {
		if at := strings.LastIndex(prompt, head); at >= 0 {
			return prompt[at+len(head):]
		}
	}
	return prompt
}

// Lengths of titles.
const (
	titleRunes = 20 // of Chinese
	titleWords = 6
)

// title is the beginning of a question, short enough for a list of chats.
func title(question string, w words) string {
	if at := strings.IndexAny(question, "\n。！!;；"); at > 0 {
		question = question[:at]
	}
	question = strings.TrimRightFunc(oneLine(question), func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	if languageOf(question) == "zh" {
		if runes := []rune(question); len(runes) > titleRunes {
			question = string(runes[:titleRunes]) + "…"
		}
	} else if fields := strings.Fields(question); len(fields) > titleWords {
		question = strings.Join(fields[:titleWords], " ")
	}
	if question == "" || utf8.RuneCountInString(question) > 80 {
		return w.NewChat
	}
	return question
}
