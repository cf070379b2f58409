package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"ask/bot"
	"ask/retrieve"
)

const chatHelp = `/new    start a new conversation
/quote  show the quotes behind the last answer
/help   this list
/quit   end (or Ctrl-D); Ctrl-C stops an answer that is being written
`

// chat is an interactive conversation.
type chat struct {
	*app
	engine *engine
	ix     *retrieve.Index
	asker  bot.Answerer
	turns  *conversation
	last   *bot.Answer
}

// runChat answers one question after the other, each in the light of those before it.
func runChat(ctx context.Context, a *app, p *parsed) error {
	if err := noArguments(p); err != nil {
		return err
	}
	c, err := a.newChat(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	lines := newLineReader(a.in, a.stdout)
	defer lines.close()
	// Ctrl-C stops the answer under way and not the conversation, so signals are taken
	// here while there is one.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	for {
		if err := a.out.Flush(); err != nil {
			return fmt.Errorf("write the answer: %w", err)
		}
		line, err := lines.line("> ")
		switch {
		case errors.Is(err, io.EOF) && strings.TrimSpace(line) == "":
			return nil
		case errors.Is(err, errAborted) || ctx.Err() != nil:
			return context.Canceled
		case errors.Is(err, errTooLong):
			return questionError("", errTooLong)
		case err != nil && !errors.Is(err, io.EOF):
			return fmt.Errorf("read a line: %w", err)
		}
		if done, err := c.turn(ctx, strings.TrimSpace(line), signals); done || err != nil {
			return err
		}
	}
}

func (a *app) newChat(ctx context.Context) (*chat, error) {
	c := &chat{app: a}
	var err error
	if c.engine, err = a.newEngine(nil); err != nil {
		return nil, err
	}
	if err = a.useModel(); err != nil {
		return nil, err
	}
	if c.turns, err = a.openConversation(c.engine); err != nil {
		return nil, err
	}
	return c, c.refresh(ctx)
}

// refresh opens the index, anew if documents have changed since.
func (c *chat) refresh(ctx context.Context) error {
	if c.ix != nil {
		if stale, err := c.ix.Stale(ctx, c.engine.cfg); err != nil || !stale {
			return nil // what is open still answers
		}
	}
	ix, warnings, err := c.openIndex(ctx, c.engine)
	if err != nil {
		return err
	}
	for _, w := range warnings {
		c.warn("%s", w)
	}
	c.close()
	c.ix = ix
	c.asker, err = c.newAnswerer(ix)
	return err
}

func (c *chat) close() {
	if c.ix != nil {
		c.ix.Close()
	}
}

// turn deals with one line; done says that it was the last.
func (c *chat) turn(ctx context.Context, line string, signals <-chan os.Signal) (done bool, err error) {
	switch line {
	case "":
		return false, nil
	case "/quit", "/exit":
		return true, nil
	case "/new":
		c.turns.turns, c.last = nil, nil
		return false, nil
	case "/help", "/?":
		_, err := io.WriteString(c.out, chatHelp)
		return false, err
	case "/quote":
		return false, c.showQuotes()
	}
	if strings.HasPrefix(line, "/") {
		c.warn("there is no command %s; /help lists them", line)
		return false, nil
	}
	return c.ask(ctx, line, signals)
}

// ask answers a line. An interrupt ends this answer only, any other signal the chat.
func (c *chat) ask(ctx context.Context, line string, signals <-chan os.Signal) (done bool, err error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var caught os.Signal
	over := make(chan struct{})
	go func() {
		defer close(over)
		select {
		case caught = <-signals:
			cancel()
		case <-ctx.Done():
		}
	}()
	err = c.answer(ctx, line)
	cancel()
	<-over
	switch {
	case caught == os.Interrupt:
		fmt.Fprintln(c.stderr)
		return false, nil
	case caught != nil:
		return true, context.Canceled
	case err != nil && !errors.Is(err, errRefused):
		asFailure(err).report(c.stderr, c.cfg.JSON)
	}
	return false, nil
}

func (c *chat) answer(ctx context.Context, line string) error {
	if err := questionError(line, nil); err != nil {
		return err
	}
	if err := c.refresh(ctx); err != nil {
		return err
	}
	answer, err := c.app.answer(ctx, c.engine, c.asker, asking{question: line, turns: c.turns, began: time.Now()})
	c.last = answer
	if e := c.out.Flush(); e != nil {
		return fmt.Errorf("write the answer: %w", e)
	}
	return err
}

// showQuotes lists the quotes of the last answer.
func (c *chat) showQuotes() error {
	if c.last == nil || len(c.last.Citations) == 0 {
		c.warn("there is no answer with quotes yet")
		return nil
	}
	t := newTerminal(c.stdout, c.out, c.cfg.Color, c.getenv)
	return renderSources(t, c.last.Citations, labelsFor(c.cfg.Lang, c.last.Question), sourceView{path: c.engine.documentPath, quotes: true})
}
