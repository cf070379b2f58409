package discord

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"ask/bot"
)

// Vote is what somebody thought of an answer: a line of the feedback file. A later vote
// of the same user on the same answer replaces it.
type Vote struct {
	Time      time.Time `json:"time"`
	Vote      string    `json:"vote"` // "up" or "down"
	User      string    `json:"user"`
	Channel   string    `json:"channel"`
	Message   string    `json:"message"` // of the answer
	Question  string    `json:"question"`
	Answer    string    `json:"answer"`
	Mode      string    `json:"mode,omitempty"`
	Documents []string  `json:"documents,omitempty"`
}

// maxKept is how many answers can be voted on with all they had. Votes on older ones are
// kept with what the message shows.
const maxKept = 1000

// ballot takes votes.
type ballot struct {
	file string

	mu    sync.Mutex // guards what follows and writing to the file
	kept  map[string]Vote
	order []string
}

func newBallot(file string) *ballot { return &ballot{file: file, kept: map[string]Vote{}} }

// keep remembers an answer that may be voted on, and gives its id.
func (v *ballot) keep(r *request, a *bot.Answer) string {
	vote := Vote{Question: r.text, Answer: a.Text, Mode: a.Mode}
	for _, c := range a.Citations {
		vote.Documents = append(vote.Documents, c.Document)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.order) >= maxKept {
		delete(v.kept, v.order[0])
		v.order = v.order[1:]
	}
	v.kept[r.id] = vote
	v.order = append(v.order, r.id)
	return r.id
}

// add writes a vote down.
func (v *ballot) add(r *request) error {
	choice, id, _ := strings.Cut(strings.TrimPrefix(r.custom, idVote), ":")
	if choice != "up" && choice != "down" {
		return errors.New("no such vote")
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	vote, ok := v.kept[id]
	if !ok && r.message != nil {
		vote.Question, vote.Answer = readAnswer(r.message.Content)
	}
	vote.Time, vote.Vote, vote.User, vote.Channel = time.Now().UTC().Truncate(time.Second), choice, r.user, r.channel
	if r.message != nil {
		vote.Message = r.message.ID
	}
	line, err := json.Marshal(vote)
	if err != nil {
		return fmt.Errorf("write vote: %w", err)
	}
	f, err := os.OpenFile(v.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open feedback: %w", err)
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}

// vote notes what somebody thinks of an answer.
func (b *Bot) vote(ctx context.Context, r *request) {
	w := b.wordsOf(r)
	text := w.Thanks
	if b.votes == nil {
		text = w.Failed // a button of a time when votes were taken
	} else if err := b.votes.add(r); err != nil {
		b.cfg.Log.Warn("vote not noted", slog.String("id", r.id), slog.Any("error", err))
		text = w.Failed
	}
	if _, err := b.outlet(r).create(ctx, 0, message{content: text}); err != nil {
		b.cfg.Log.Warn("not told", slog.String("id", r.id), slog.Any("error", err))
	}
}

// ReadVotes reads a feedback file: of each user's votes on an answer the last, in the
// order they were first given. Lines that are damaged are counted and left out. A file
// that is not there has no votes.
func ReadVotes(file string) (votes []Vote, damaged int, err error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("open feedback: %w", err)
	}
	defer f.Close()
	at := map[string]int{}
	in := bufio.NewReader(f)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			var v Vote
			key := ""
			if json.Unmarshal(line, &v) != nil || v.Vote != "up" && v.Vote != "down" {
				damaged++
			} else if key = v.User + " " + v.Message; v.Message == "" {
				votes = append(votes, v)
			} else if i, again := at[key]; again {
				votes[i] = v
			} else {
				at[key] = len(votes)
				votes = append(votes, v)
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return votes, damaged, nil
		case err != nil:
			return votes, damaged, fmt.Errorf("read feedback: %w", err)
		}
	}
}
