package main

import (
	"context"
	"fmt"
	"strings"
)

// runCompletion is `ask completion SHELL`.
func runCompletion(_ context.Context, a *app, p *parsed) error {
	shells := map[string]func() string{"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}
	if len(p.args) != 1 || shells[p.args[0]] == nil {
		return usagef("ask completion bash, ask completion zsh or ask completion fish", "completion takes the name of a shell: bash, zsh or fish")
	}
	fmt.Fprint(a.out, shells[p.args[0]]())
	return nil
}

// choices are the fixed values of an option, nil where any value will do.
func choices(o option) []string {
	switch o.name {
	case "kind":
		return kindNames()
	case "embed":
		return []string{"builtin", "openai"}
	case "lang":
		return []string{"zh", "en"}
	case "color":
		return []string{"auto", "always", "never"}
	case "log-format":
		return []string{"text", "json"}
	}
	return nil
}

func bashCompletion() string {
	var b strings.Builder
	b.WriteString("# bash completion for ask\n_ask() {\n  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=ask word\n")
	fmt.Fprintf(&b, "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n    case $word in\n      %s) command=$word; break ;;\n    esac\n  done\n",
		strings.Join(commandNames(), "|"))
	b.WriteString("  case $prev in\n")
	for _, o := range options() {
		switch {
		case choices(o) != nil:
			fmt.Fprintf(&b, "    --%s) COMPREPLY=($(compgen -W %q -- \"$cur\")); return ;;\n", o.name, strings.Join(choices(o), " "))
		case o.path:
			fmt.Fprintf(&b, "    --%s) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", o.name)
		}
	}
	b.WriteString("  esac\n  local words\n  case $command in\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "    %s) words=%q ;;\n", c.name, strings.Join(append(words(c), flagNames(c.name)...), " "))
	}
	b.WriteString("  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n  [[ $cur == -* ]] || COMPREPLY+=($(compgen -f -- \"$cur\"))\n}\ncomplete -o filenames -F _ask ask\n")
	return b.String()
}

func zshCompletion() string {
	var b strings.Builder
	b.WriteString("#compdef ask\n_ask() {\n  local command=ask word\n")
	fmt.Fprintf(&b, "  for word in ${words[2,CURRENT-1]}; do\n    case $word in\n      %s) command=$word; break ;;\n    esac\n  done\n",
		strings.Join(commandNames(), "|"))
	b.WriteString("  case $command in\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "    %s)\n      _arguments -s", c.name)
		for _, o := range options() {
			if o.on(c.name) {
				fmt.Fprintf(&b, " \\\n        %s", zshOption(o))
			}
		}
		if w := words(c); len(w) > 0 {
			fmt.Fprintf(&b, " \\\n        '1:word:(%s)'", strings.Join(w, " "))
		}
		b.WriteString(" \\\n        '*:file:_files' ;;\n")
	}
	b.WriteString("  esac\n}\n_ask \"$@\"\n")
	return b.String()
}

func zshOption(o option) string {
	usage := strings.NewReplacer("'", "’", "[", "(", "]", ")", ":", " -").Replace(o.usage)
	switch {
	case o.isSwitch():
		return fmt.Sprintf("'--%s[%s]'", o.name, usage)
	case choices(o) != nil:
		return fmt.Sprintf("'--%s=[%s]:%s:(%s)'", o.name, usage, o.arg, strings.Join(choices(o), " "))
	case o.path:
		return fmt.Sprintf("'*--%s=[%s]:%s:_files'", o.name, usage, o.arg)
	}
	return fmt.Sprintf("'--%s=[%s]:%s:'", o.name, usage, o.arg)
}

func fishCompletion() string {
	var b strings.Builder
	b.WriteString("# fish completion for ask\n")
	names := strings.Join(commandNames(), " ")
	for _, c := range commands() {
		if c.name != "ask" {
			fmt.Fprintf(&b, "complete -c ask -n 'not __fish_seen_subcommand_from %s' -a %s -d '%s'\n", names, c.name, fishText(c.summary))
		}
	}
	for _, c := range commands() {
		seen := "__fish_seen_subcommand_from " + c.name
		if c.name == "ask" {
			seen = "not __fish_seen_subcommand_from " + names
		} else if w := words(c); len(w) > 0 {
			fmt.Fprintf(&b, "complete -c ask -n '%s' -a '%s'\n", seen, strings.Join(w, " "))
		}
		for _, o := range options() {
			if o.on(c.name) {
				fmt.Fprintf(&b, "complete -c ask -n '%s' -l %s%s -d '%s'\n", seen, o.name, fishValue(o), fishText(o.usage))
			}
		}
	}
	return b.String()
}

func fishValue(o option) string {
	switch {
	case o.isSwitch():
		return ""
	case choices(o) != nil:
		return " -x -a '" + strings.Join(choices(o), " ") + "'"
	case o.path:
		return " -r -F"
	}
	return " -x"
}

func fishText(s string) string { return strings.ReplaceAll(s, "'", `\'`) }

// words are the fixed words that may follow a command.
func words(c command) []string {
	switch c.name {
	case "ask":
		return commandNames()
	case "sources":
		return []string{"show"}
	case "completion":
		return []string{"bash", "zsh", "fish"}
	case "help":
		return append(commandNames(), "ask", "exit-codes", "config")
	}
	return nil
}

func flagNames(command string) []string {
	names := []string{"--help"}
	for _, o := range options() {
		if o.on(command) {
			names = append(names, "--"+o.name)
		}
	}
	return names
}
