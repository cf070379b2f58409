package prompts

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"text/template"
	"unicode/utf8"
)

// ErrTooLong is wrapped by the error for a question that is too long, or that leaves no
// room in the context for any evidence.
var ErrTooLong = errors.New("question too long")

const (
	maxQuestion   = 2000 // runes
	messageTokens = 8    // what a chat template puts around a message
	replyTokens   = 16   // what it puts in front of the answer
	margin        = 64   // tokens left free
)

// Message is one message to a chat model. Role is "system" or "user".
type Message struct{ Role, Content string }

// Prompt is what to send.
type Prompt struct {
	Messages []Message
	// Passages are the indexes of those of AnswerInput.Passages that fitted, in the
	// order of the prompt; their N are kept. Nil for a rewrite.
	Passages  []int
	Estimate  int // tokens of the whole prompt, at most
	MaxTokens int // to ask for
}

// Templates are the texts of all prompts, parsed. Safe for concurrent use.
type Templates struct {
	sets map[string]*template.Template // by file name without extension: answer_zh
}

// Load parses the texts.
func Load() (*Templates, error) {
	names, err := files.ReadDir("data")
	if err != nil {
		return nil, fmt.Errorf("list prompts: %w", err)
	}
	t := &Templates{sets: map[string]*template.Template{}}
	for _, f := range names {
		name, isTemplate := strings.CutSuffix(f.Name(), ".tmpl")
		if !isTemplate {
			continue
		}
		data, err := files.ReadFile(path.Join("data", f.Name()))
		if err != nil {
			return nil, fmt.Errorf("read prompt %s: %w", name, err)
		}
		set, err := template.New(name).Option("missingkey=error").Parse(string(data))
		if err != nil {
			return nil, fmt.Errorf("parse prompt: %w", err)
		}
		t.sets[name] = set
	}
	return t, nil
}

// Refusal is the sentence that Answer asks for when the evidence does not answer the
// question, empty for a language there are no prompts in.
func (t *Templates) Refusal(lang string) string {
	set, err := t.set("answer", lang)
	if err != nil {
		return ""
	}
	s, err := render(set, "refusal", nil)
	if err != nil {
		return ""
	}
	return s
}

// set is the prompt of that name in a language.
func (t *Templates) set(name, lang string) (*template.Template, error) {
	set := t.sets[name+"_"+lang]
	if set == nil {
		return nil, fmt.Errorf("no prompt to %s in language %q", name, lang)
	}
	return set, nil
}

// render executes one part of a prompt.
func render(set *template.Template, part string, data any) (string, error) {
	var b strings.Builder
	if err := set.ExecuteTemplate(&b, part, data); err != nil {
		return "", fmt.Errorf("render %s of prompt %s: %w", part, set.Name(), err)
	}
	return b.String(), nil
}

// messages renders both messages of a prompt.
func messages(set *template.Template, data any) ([]Message, error) {
	out := []Message{{Role: "system"}, {Role: "user"}}
	for i := range out {
		content, err := render(set, out[i].Role, data)
		if err != nil {
			return nil, err
		}
		out[i].Content = content
	}
	return out, nil
}

// estimate is the tokens of a whole prompt.
func estimate(messages []Message) int {
	sum := replyTokens
	for _, m := range messages {
		sum += messageTokens + Tokens(m.Content)
	}
	return sum
}

// asked is a question as it stands in a prompt.
func asked(question string) (string, error) {
	if utf8.RuneCountInString(question) > maxQuestion {
		return "", fmt.Errorf("%w: over %d characters", ErrTooLong, maxQuestion)
	}
	q := oneLine(question, maxQuestion)
	if q == "" {
		return "", errors.New("make prompt: empty question")
	}
	return q, nil
}

// oneLine is s neutralised, on one line, of at most n characters.
func oneLine(s string, n int) string {
	s = strings.Join(strings.Fields(Neutralise(s)), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
