package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// flagValue collects the values of one flag as they were written; Config reads them.
type flagValue struct {
	option option
	values *[]string
}

func (f flagValue) String() string { return "" }
func (f flagValue) Type() string   { return f.option.arg }

func (f flagValue) Set(s string) error {
	*f.values = append(*f.values, s)
	return nil
}

// parsed is a command line taken apart.
type parsed struct {
	command string // "ask" for a question
	flags   layer
	args    []string
	dashed  bool // a "--" came before the first argument
	help    bool
}

// parse finds the command (the first argument, if it is the name of one) and reads the
// flags, which may stand before and after it and between the arguments.
func parse(args []string) (*parsed, error) {
	p := &parsed{command: "ask", flags: layer{origin: "the command line", values: map[string][]string{}}}
	rest := args
	switch at, dashed := firstArgument(args); {
	case dashed:
		p.dashed = true
	case at >= 0 && isCommand(args[at]):
		p.command = args[at]
		rest = append(append([]string{}, args[:at]...), args[at+1:]...)
	}
	values := map[string]*[]string{}
	set := flagSet(p.command, values, &p.help)
	if err := set.Parse(rest); err != nil {
		return p, flagError(err, p.command)
	}
	p.args = set.Args()
	for name, v := range values {
		if len(*v) > 0 {
			p.flags.values[name] = *v
		}
	}
	return p, nil
}

// flagSet makes the flags of a command.
func flagSet(command string, values map[string]*[]string, help *bool) *pflag.FlagSet {
	set := pflag.NewFlagSet("ask", pflag.ContinueOnError)
	set.Usage = func() {}
	set.BoolVarP(help, "help", "h", false, "")
	for _, o := range options() {
		if !o.on(command) {
			continue
		}
		v := flagValue{option: o, values: new([]string)}
		values[o.name] = v.values
		f := set.VarPF(v, o.name, o.short, o.usage)
		if o.isSwitch() {
			f.NoOptDefVal = "true"
		}
	}
	return set
}

// firstArgument is the index of the first argument that is no flag and no flag's value,
// -1 if there is none; dashed says that "--" came before it.
func firstArgument(args []string) (at int, dashed bool) {
	takesValue := map[string]bool{}
	for _, o := range options() {
		takesValue["--"+o.name] = !o.isSwitch()
		if o.short != "" {
			takesValue["-"+o.short] = !o.isSwitch()
		}
	}
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "--":
			return i + 1, true
		case a == "-" || !strings.HasPrefix(a, "-"):
			return i, false
		case takesValue[a]:
			i++
		}
	}
	return -1, false
}

// wantsJSON looks for --json before anything is parsed, so that even a wrong command
// line is answered in the form asked for.
func wantsJSON(args []string) bool {
	for _, a := range args {
		switch a {
		case "--":
			return false
		case "--json", "--json=true":
			return true
		}
	}
	return false
}

// flagError says which flag is wrong and what was probably meant.
func flagError(err error, command string) error {
	hint := "see `ask help " + command + "` for its flags; a question that starts with - goes after --"
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usagef(hint, "%s", err)
	}
	name := unknown.GetSpecifiedName()
	if unknown.GetSpecifiedShortnames() != "" {
		return usagef(hint, "unknown flag -%s", name)
	}
	var names []string
	for _, o := range options() {
		if o.name == name {
			return usagef(hint, "%s does not take --%s; these do: %s", command, name, strings.Join(strings.Fields(o.commands), ", "))
		}
		if o.on(command) {
			names = append(names, o.name)
		}
	}
	if near := nearest(name, append(names, "help")); near != "" {
		hint = fmt.Sprintf("did you mean --%s? %s", near, hint)
	}
	return usagef(hint, "unknown flag --%s", name)
}
