package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
)

const askDetail = `Brings the index of --docs up to date when files changed, then answers in verbatim
sentences, each with its source. Several words need no quotes. The question may come
from a pipe or a file instead; with - it is always read from there.

With a question and a pipe, the piped text (up to 10 MB) is one more source to quote
from; it is not indexed. ask does not wait for a pipe that stays silent: say
"ask QUESTION -" to wait for it until its end.

A question that is also a command's name goes after --: ask -- version

With --base-url or OPENAI_BASE_URL set, the chat model there writes the answer; each of
its sentences is checked against the documents before it is shown. If the model fails,
the answer is quotes, and a warning says so. --continue goes on with the last
conversation, so that "他之前在哪里?" finds whom it speaks of.`

const chatDetail = `Each line is a question; one that leaves something out ("为什么?") is completed from those
before it. What was said before is never evidence. /help lists the commands; Ctrl-C
stops an answer, Ctrl-D ends. From a pipe every line is a question, and --json prints
one object for each.`

const indexDetail = `Without PATH: brings the index of --docs up to date. With PATH but without --docs and
--index, the paths are the documents. Otherwise a path inside the documents of the
index refreshes it, and any other is added to it and stays, also for later questions;
--force without PATH forgets what was added.`

const searchDetail = `Prints the best passages with their rank in the word search (L) and in the vector search
(V). --explain adds each part of every score; --json prints {"passages":[…]}.`

const sourcesDetail = `Lists every document with its date and where the date was found. --since, --until, --as-of and
--kind narrow the list. "sources show DOCUMENT" prints the stored text byte for byte;
the byte offsets of citations point into it.`

const evalDetail = `FILE holds one JSON object a line:
  {"id","question","answers":[…],"relevant":["document",…],"answerable":true,"as_of"?}
--corpus FILE indexes a benchmark first, one object a line:
  {"id","title","text","date"?,"url"?,"kind"?}`

const completionDetail = `bash:  ask completion bash > ~/.local/share/bash-completion/completions/ask
zsh:   ask completion zsh > "${fpath[1]}/_ask"
fish:  ask completion fish > ~/.config/fish/completions/ask.fish`

const exitCodesHelp = `Exit codes:
    0  answered
    1  failure
    2  usage: a wrong flag, setting or question
    3  not configured: no documents named, or a server or model missing
    4  no evidence: the documents do not answer the question, and ask says so
    5  the model server cannot be reached, and --no-fallback is set
   75  another process is writing the index, and there is no older one to answer from
  130  interrupted

Errors are two lines on stderr: what happened, and how to mend it. Under --json they are
{"error":{"code","message","hint"}}.
`

const configHelp = `Settings come from, strongest first: flags, environment, ./ask.toml, the file
$XDG_CONFIG_HOME/ask/config.toml (or ~/.config/ask/config.toml), defaults.
Both files hold lines such as
    docs = ["notes", "~/papers"]
    k = 8
Paths in a file are relative to the file. Keys, with their environment variables:

%s
./ask.toml is not trusted with secrets: it may not set api-key-file, nor base-url when
an API key would be sent there, and its base-url must be on this machine. A key is
never a flag: set OPENAI_API_KEY, or api-key-file to a file only you can read.
`

// runHelp is `ask help [TOPIC]`.
func runHelp(_ context.Context, a *app, p *parsed) error {
	topic := strings.Join(p.args, " ")
	switch topic {
	case "":
		writeUsage(a.out)
	case "exit-codes":
		fmt.Fprint(a.out, exitCodesHelp)
	case "config":
		fmt.Fprintf(a.out, configHelp, keyTable())
	default:
		c, ok := findCommand(topic)
		if !ok {
			topics := append(commandNames(), "ask", "exit-codes", "config")
			return usagef("topics: "+strings.Join(topics, ", "), "no help on %q%s", topic, didYouMean(topic, topics))
		}
		writeCommand(a.out, c)
	}
	return nil
}

// printHelp is --help: of the program, or of the command it stands with.
func (a *app) printHelp(p *parsed, args []string) error {
	if p.command == "ask" && !slices.ContainsFunc(args, func(s string) bool { return !strings.HasPrefix(s, "-") }) {
		writeUsage(a.out)
		return nil
	}
	return runHelp(context.Background(), a, &parsed{args: []string{p.command}})
}

// writeShort is what a person sees who typed nothing but the name.
func writeShort(w io.Writer) {
	fmt.Fprint(w, `ask answers questions from your own documents, with quotes you can check.

  ask --docs notes "谁在领导千问?"
  ask help
`)
}

// writeUsage is the overview.
func writeUsage(w io.Writer) {
	fmt.Fprint(w, "ask answers questions from your own documents, with quotes you can check.\n\nUsage:\n")
	rows := make([][2]string, 0, 8)
	for _, c := range commands() {
		rows = append(rows, [2]string{usageLine(c), c.summary})
	}
	writeRows(w, rows)
	fmt.Fprint(w, "\nFlags (of most commands; `ask help COMMAND` lists its own):\n")
	writeRows(w, flagRows("ask"))
	fmt.Fprint(w, "\nMore: ask help COMMAND, ask help config, ask help exit-codes\n")
}

// writeCommand explains one command.
func writeCommand(w io.Writer, c command) {
	fmt.Fprintf(w, "%s: %s\n", usageLine(c), c.summary)
	if c.detail != "" {
		fmt.Fprintf(w, "\n%s\n", c.detail)
	}
	if rows := flagRows(c.name); len(rows) > 0 {
		fmt.Fprint(w, "\nFlags:\n")
		writeRows(w, rows)
	}
}

func usageLine(c command) string {
	line := "ask"
	if c.name != "ask" {
		line += " " + c.name
	}
	if len(flagRows(c.name)) > 0 {
		line += " [flags]"
	}
	return strings.TrimSpace(line + " " + c.args)
}

// flagRows are the flags of a command and what they do.
func flagRows(name string) [][2]string {
	var rows [][2]string
	for _, o := range options() {
		if !o.on(name) {
			continue
		}
		flag := "    --" + o.name
		if o.short != "" {
			flag = "-" + o.short + ", --" + o.name
		}
		rows = append(rows, [2]string{strings.TrimRight(flag+" "+o.arg, " "), o.usage})
	}
	return rows
}

// keyTable lists the keys of the configuration files.
func keyTable() string {
	var b strings.Builder
	rows := make([][2]string, 0, 32)
	for _, o := range fileKeys() {
		rows = append(rows, [2]string{o.name, o.env})
	}
	writeRows(&b, rows)
	return b.String()
}

// writeRows writes two aligned columns and wraps the second.
func writeRows(w io.Writer, rows [][2]string) {
	wide := 0
	for _, r := range rows {
		wide = max(wide, displayWidth(r[0]))
	}
	for _, r := range rows {
		pad := strings.Repeat(" ", wide-displayWidth(r[0]))
		for i, line := range wrapText(r[1], max(40, 92-wide)) {
			if i > 0 {
				r[0], pad = "", strings.Repeat(" ", wide)
			}
			fmt.Fprintf(w, "  %s%s  %s\n", r[0], pad, line)
		}
	}
}
