package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ask/bot"
)

// maxTurns is how much of a conversation is kept: follow-up questions look back a few
// turns, not more.
const maxTurns = 10

// conversation is what was asked about one index and answered, so that --continue can
// go on. It is kept in a file that only its owner can read.
type conversation struct {
	path  string // empty: not kept
	turns []bot.Turn
}

// openConversation is the last conversation about an index if the settings say so, else
// a new one in its place.
func (a *app) openConversation(e *engine) (*conversation, error) {
	c := &conversation{}
	base, err := baseDir(a.getenv, "XDG_STATE_HOME", filepath.Join(".local", "state"))
	switch {
	case err != nil && a.cfg.Continue:
		return nil, err
	case err != nil:
		return c, nil
	}
	sum := sha256.Sum256([]byte(e.cfg.Dir))
	path := filepath.Join(base, "conversations", fmt.Sprintf("%x.json", sum[:8]))
	if !a.cfg.NoHistory {
		c.path = path
	}
	if !a.cfg.Continue {
		return c, nil
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("ask a first question without --continue", "there is no conversation about these documents to continue")
	}
	if err != nil {
		return nil, fmt.Errorf("read the conversation: %w", err)
	}
	if err := json.Unmarshal(data, &c.turns); err != nil {
		return nil, &failure{code: "failure", message: "the record of the conversation is damaged: " + path, hint: "remove it, and ask without --continue", err: err}
	}
	return c, nil
}

// add notes a turn. A refusal is noted as a question without an answer.
func (c *conversation) add(answer *bot.Answer) {
	turn := bot.Turn{Question: answer.Question}
	if answer.Standalone != "" {
		turn.Question = answer.Standalone
	}
	if answer.Answered {
		turn.Answer = answer.Text
	}
	c.turns = append(c.turns, turn)
	c.turns = c.turns[max(0, len(c.turns)-maxTurns):]
}

// save writes the conversation, if it is kept: into a new file that takes the place of
// the old one, so that nobody reads half of it.
func (c *conversation) save() error {
	if c.path == "" {
		return nil
	}
	data, err := json.Marshal(c.turns)
	if err != nil {
		return fmt.Errorf("keep the conversation: %w", err)
	}
	dir := filepath.Dir(c.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("keep the conversation: %w", err)
	}
	f, err := os.CreateTemp(dir, ".turns-*")
	if err != nil {
		return fmt.Errorf("keep the conversation: %w", err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), c.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep the conversation: %w", err), os.Remove(f.Name()))
	}
	return nil
}
