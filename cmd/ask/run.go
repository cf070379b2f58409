package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"ask/bot/model"
)

// app is one run of the program: its streams, its surroundings and its settings.
type app struct {
	in     io.Reader
	out    *bufio.Writer // what was asked for, and nothing else
	stdout io.Writer     // below out, to ask whether it is a terminal
	stderr io.Writer
	getenv func(string) string
	cfg    *Config
	log    *slog.Logger
	model  *model.Client // nil to answer in quotes
}

// command is one entry of the subcommand table.
type command struct {
	name    string
	args    string // of the usage line
	summary string
	detail  string
	bare    bool // needs no configuration
	run     func(ctx context.Context, a *app, p *parsed) error
}

// commands is the subcommand table, in the order of the help.
func commands() []command {
	return []command{
		{name: "ask", args: "QUESTION", summary: "answer a question with quotes from your documents", detail: askDetail, run: runAsk},
		{name: "chat", summary: "ask one question after the other", detail: chatDetail, run: runChat},
		{name: "serve", summary: "answer other programs and a web page over HTTP", detail: serveDetail, run: runServe},
		{name: "discord", summary: "answer on Discord", detail: discordDetail, run: runDiscord},
		{name: "feedback", summary: "list the votes on answers given on Discord", detail: feedbackDetail, run: runFeedback},
		{name: "index", args: "[PATH…]", summary: "read the documents and report what was found", detail: indexDetail, run: runIndex},
		{name: "search", args: "QUERY", summary: "list the passages that match best", detail: searchDetail, run: runSearch},
		{name: "sources", args: "[show DOCUMENT]", summary: "list what is indexed, or print one stored text", detail: sourcesDetail, run: runSources},
		{name: "eval", args: "FILE.jsonl", summary: "measure on questions with known answers", detail: evalDetail, run: runEval},
		{name: "completion", args: "bash|zsh|fish", summary: "print a completion script", detail: completionDetail, bare: true, run: runCompletion},
		{name: "version", summary: "print the version", bare: true, run: runVersion},
		{name: "help", args: "[COMMAND|exit-codes|config]", summary: "explain a command", bare: true, run: runHelp},
	}
}

func findCommand(name string) (command, bool) {
	for _, c := range commands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

// isCommand reports whether name as a first argument is no question. A question is the
// command without a name.
func isCommand(name string) bool {
	_, ok := findCommand(name)
	return ok && name != "ask"
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		if c.name != "ask" {
			names = append(names, c.name)
		}
	}
	return names
}

// errRefused is how runAsk says that there is no evidence: the refusal is already printed.
var errRefused = errors.New("no evidence")

// run is the whole program: it gives the exit code and nothing below it exits.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) int {
	a := &app{in: stdin, out: bufio.NewWriter(stdout), stdout: stdout, stderr: stderr, getenv: getenv, cfg: newConfig()}
	asJSON := wantsJSON(args)
	err := a.dispatch(ctx, args)
	if a.cfg != nil && a.cfg.JSON {
		asJSON = true
	}
	if e := a.out.Flush(); e != nil && (err == nil || errors.Is(err, errRefused)) {
		err = fmt.Errorf("write the answer: %w", e)
	}
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errRefused):
		return exitNoEvidence
	case errors.Is(err, errShortHelp) && !asJSON:
		writeShort(stderr)
		return exitUsage
	case ctx.Err() != nil:
		err = ctx.Err()
	}
	return asFailure(err).report(stderr, asJSON)
}

// dispatch reads the command line and the configuration and runs the command.
func (a *app) dispatch(ctx context.Context, args []string) error {
	if slices.Equal(args, []string{"--version"}) {
		args = []string{"version"}
	}
	p, err := parse(args)
	if err != nil {
		return err
	}
	cmd, _ := findCommand(p.command)
	if p.help {
		return a.printHelp(p, args)
	}
	if cmd.bare {
		err = a.cfg.apply(p.flags)
	} else {
		var cfg *Config
		if cfg, err = loadConfig(p.flags, a.getenv); cfg != nil {
			a.cfg = cfg
		}
	}
	if err != nil {
		return err
	}
	a.log = newLogger(a.stderr, a.cfg)
	if w := a.cfg.keyWarning(); w != "" {
		a.warn("%s", w)
	}
	return cmd.run(ctx, a, p)
}

// warn writes a sentence to stderr.
func (a *app) warn(format string, args ...any) {
	if a.cfg.Quiet {
		return
	}
	fmt.Fprintf(a.stderr, "ask: warning: %s\n", oneLine(fmt.Sprintf(format, args...)))
}

// noArguments refuses arguments to a command that takes none.
func noArguments(p *parsed) error {
	if len(p.args) == 0 {
		return nil
	}
	question := strings.Join(append([]string{p.command}, p.args...), " ")
	return usagef(fmt.Sprintf("see `ask help %s`; to ask it as a question: ask -- %q", p.command, oneLine(question)),
		"%s takes no arguments", p.command)
}
