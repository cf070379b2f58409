package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name, command string
		args          []string
		want          []string
		flags         map[string][]string
	}{
		{"question", "ask", []string{"谁", "在领导"}, []string{"谁", "在领导"}, map[string][]string{}},
		{"flags behind", "ask", []string{"q", "--k", "3", "--json"}, []string{"q"}, map[string][]string{"k": {"3"}, "json": {"true"}}},
		{"flags before the command", "search", []string{"--docs", "index", "search", "q"}, []string{"q"}, map[string][]string{"docs": {"index"}}},
		{"equals", "ask", []string{"--docs=a", "-d", "b", "q"}, []string{"q"}, map[string][]string{"docs": {"a", "b"}}},
		{"command name later", "ask", []string{"what", "version"}, []string{"what", "version"}, map[string][]string{}},
		{"dashes", "ask", []string{"-d", "x", "--", "version"}, []string{"version"}, map[string][]string{"docs": {"x"}}},
		{"dashes behind the command", "search", []string{"search", "--", "-q"}, []string{"-q"}, map[string][]string{}},
		{"stdin", "ask", []string{"-", "-q"}, []string{"-"}, map[string][]string{"quiet": {"true"}}},
		{"ask is a word", "ask", []string{"ask", "me"}, []string{"ask", "me"}, map[string][]string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := parse(tt.args)
			if err != nil {
				t.Fatal(err)
			}
			if p.command != tt.command {
				t.Errorf("command %q, want %q", p.command, tt.command)
			}
			if diff := cmp.Diff(tt.want, p.args); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.flags, p.flags.values); diff != "" {
				t.Errorf("flags (-want +got):\n%s", diff)
			}
		})
	}
}

// TestOptions holds the table to its own rules.
func TestOptions(t *testing.T) {
	names, envs, shorts := map[string]bool{}, map[string]bool{}, map[string]bool{"h": true}
	for _, o := range options() {
		if names[o.name] || o.env != "" && envs[o.env] || o.short != "" && shorts[o.short] {
			t.Errorf("%s: name, variable or short form used twice", o.name)
		}
		names[o.name], envs[o.env] = true, true
		if o.short != "" {
			shorts[o.short] = true
		}
		if o.usage == "" || o.set == nil || o.commands == "" {
			t.Errorf("%s is incomplete", o.name)
		}
	}
}

// TestReadme compares the flags that README.md speaks of with those there are.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Skip("no README.md")
	}
	known := map[string]bool{"help": true, "version": true}
	for _, o := range options() {
		known[o.name] = true
	}
	for _, line := range regexp.MustCompile(`(?m)^.*\bask .*$`).FindAll(readme, -1) {
		for _, m := range regexp.MustCompile(`\s--([a-z][a-z-]*)`).FindAllSubmatch(line, -1) {
			if !known[string(m[1])] {
				t.Errorf("README.md speaks of --%s, which ask does not have: %s", m[1], line)
			}
		}
	}
}

func TestNearest(t *testing.T) {
	candidates := []string{"docs", "index", "embed", "embed-model"}
	for word, want := range map[string]string{"dosc": "docs", "emebd": "embed", "embedmodel": "embed-model", "xyzzy": "", "q": ""} {
		if got := nearest(word, candidates); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
	if diff := cmp.Diff([]string{"embed-model"}, closest("model", candidates, 1)); diff != "" {
		t.Errorf("closest (-want +got):\n%s", diff)
	}
}
