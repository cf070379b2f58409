package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func readmeLines(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(data), "\n")
}

// rowsOf are the lines of README's tables whose first cell begins with prefix.
func rowsOf(lines []string, prefix string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(s string) bool { return !strings.HasPrefix(s, "| "+prefix) })
}

// cell writes text into a Markdown table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// TestReadmeTables compares README with the help, both ways.
func TestReadmeTables(t *testing.T) {
	lines := readmeLines(t)
	var flags, cmds, codes []string
	for _, o := range options() {
		name := "--" + o.name
		if o.short != "" {
			name = "-" + o.short + ", " + name
		}
		flags = append(flags, fmt.Sprintf("| `%s` | %s | %s | %s |", cell(strings.TrimSpace(name+" "+o.arg)), code(o.env), o.commands, cell(o.usage)))
	}
	for _, c := range commands() {
		cmds = append(cmds, fmt.Sprintf("| `%s` | %s |", cell(usageLine(c)), cell(c.summary)))
	}
	for _, m := range regexp.MustCompile(`(?m)^ +(\d+)  (.+)$`).FindAllStringSubmatch(exitCodesHelp, -1) {
		codes = append(codes, fmt.Sprintf("| %s | %s |", m[1], cell(m[2])))
	}
	for _, table := range []struct {
		name string
		want []string
		got  []string
	}{
		{"flags", flags, rowsOf(lines, "`-")},
		{"commands", cmds, rowsOf(lines, "`ask")},
		{"exit codes", codes, slices.DeleteFunc(rowsOf(lines, ""), func(s string) bool { return !regexp.MustCompile(`^\| \d+ \|`).MatchString(s) })},
	} {
		if len(table.want) == 0 {
			t.Errorf("%s: nothing to compare with", table.name)
		}
		if d := cmp.Diff(table.want, table.got); d != "" {
			t.Errorf("%s: README differs from the help (-help +README):\n%s", table.name, d)
		}
	}
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}

// TestReadmeFirstScreen: what a reader runs first stands where it is seen first.
func TestReadmeFirstScreen(t *testing.T) {
	lines := readmeLines(t)
	screen := strings.Join(lines[:min(30, len(lines))], "\n")
	for _, command := range []string{`go run ./cmd/ask --docs testdata/corpus "谁在领导千问?"`, "go test -race ./..."} {
		if !strings.Contains(screen, command) {
			t.Errorf("%s is not within the first 30 lines", command)
		}
	}
}

// TestReadmeTranscript: what README shows is what the program says.
func TestReadmeTranscript(t *testing.T) {
	home := t.TempDir()
	getenv := func(name string) string {
		if name == "HOME" {
			return home
		}
		return ""
	}
	var out, errs strings.Builder
	args := []string{"--docs", "../../testdata/corpus", "谁在领导千问?"}
	if code := run(t.Context(), args, strings.NewReader(""), &out, &errs, getenv); code != exitOK {
		t.Fatalf("exit status %d\n%s", code, errs.String())
	}
	if !strings.Contains(strings.Join(readmeLines(t), "\n"), "\n"+out.String()+"```\n") {
		t.Errorf("README does not show this answer:\n%s", out.String())
	}
}
