// Command floors compares the report of `ask eval --json` with the least figures that
// are acceptable, and fails where one is missed:
//
//	ask eval --json testdata/questions.jsonl | go run ./cmd/floors testdata/floors.json corpus
//
// The file holds sets of bounds. A figure is named by its path in the report, the rows
// of a table by their "name": "rankings/search/hit@1". A figure that is missing is a
// failure, and a bound that nothing could fall below is an error.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// bounds are those of one report. A figure may have several.
type bounds struct {
	Min map[string]float64 `json:"min"`
	Max map[string]float64 `json:"max"`
	// Equal names pairs of figures, counts for instance, that must be the same and not 0.
	Equal map[string]string `json:"equal"`
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "floors: error:", err)
		os.Exit(1)
	}
}

func run(args []string, report io.Reader, out io.Writer) error {
	if len(args) != 2 {
		return errors.New("usage: floors FILE SET < REPORT")
	}
	b, err := readBounds(args[0], args[1])
	if err != nil {
		return err
	}
	var figures any
	if err := json.NewDecoder(report).Decode(&figures); err != nil {
		return fmt.Errorf("read report: %w", err)
	}
	if failed := b.check(figures, out); failed > 0 {
		return fmt.Errorf("%s: %d figures out of bounds", args[1], failed)
	}
	return nil
}

// readBounds reads one set and refuses bounds that would check nothing.
func readBounds(path, set string) (bounds, error) {
	var b bounds
	data, err := os.ReadFile(path)
	if err != nil {
		return b, fmt.Errorf("read floors: %w", err)
	}
	var sets map[string]bounds
	if err := json.Unmarshal(data, &sets); err != nil {
		return b, fmt.Errorf("read floors: %w", err)
	}
	b = sets[set]
	if len(b.Min) == 0 {
		return b, fmt.Errorf("%s has no floors for %q", path, set)
	}
	for name, v := range b.Min {
		if v <= 0 {
			return b, fmt.Errorf("%s: nothing falls below %s = %v", set, name, v)
		}
	}
	for name, v := range b.Max {
		if v >= 1 {
			return b, fmt.Errorf("%s: nothing rises above %s = %v", set, name, v)
		}
	}
	return b, nil
}

// check writes a line for each bound and counts those that are not kept.
func (b bounds) check(report any, out io.Writer) (failed int) {
	figure := func(name string) (float64, bool) { return find(report, strings.Split(name, "/")) }
	line := func(name, relation string, bound float64, kept func(float64) bool) {
		v, ok := figure(name)
		state := "ok"
		switch {
		case !ok:
			state = "MISSING"
		case !kept(v):
			state = "FAILED"
		}
		if state != "ok" {
			failed++
		}
		fmt.Fprintf(out, "%-8s %-32s %.4f %s %.4f\n", state, name, v, relation, bound)
	}
	for _, name := range slices.Sorted(maps.Keys(b.Min)) {
		line(name, ">=", b.Min[name], func(v float64) bool { return v >= b.Min[name] })
	}
	for _, name := range slices.Sorted(maps.Keys(b.Max)) {
		line(name, "<=", b.Max[name], func(v float64) bool { return v <= b.Max[name] })
	}
	for _, name := range slices.Sorted(maps.Keys(b.Equal)) {
		other, _ := figure(b.Equal[name])
		line(name, "==", other, func(v float64) bool { return v == other && v > 0 })
	}
	return failed
}

// find follows a path through objects and, by "name", through lists of objects.
func find(v any, path []string) (float64, bool) {
	if len(path) == 0 {
		f, ok := v.(float64)
		return f, ok
	}
	switch v := v.(type) {
	case map[string]any:
		next, ok := v[path[0]]
		if !ok {
			return 0, false
		}
		return find(next, path[1:])
	case []any:
		for _, row := range v {
			if m, ok := row.(map[string]any); ok && m["name"] == path[0] {
				return find(row, path[1:])
			}
		}
	}
	return 0, false
}
