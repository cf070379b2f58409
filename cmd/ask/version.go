package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
)

// build is what the binary knows about itself.
type build struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"`
	Time     string `json:"time,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func readBuild() build {
	b := build{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

// runVersion is `ask version`.
func runVersion(_ context.Context, a *app, p *parsed) error {
	if err := noArguments(p); err != nil {
		return err
	}
	b := readBuild()
	if a.cfg.JSON {
		return a.printJSON(b)
	}
	fmt.Fprintf(a.out, "ask %s", b.Version)
	if len(b.Revision) >= 12 {
		fmt.Fprintf(a.out, " (%s)", b.Revision[:12])
	}
	fmt.Fprintf(a.out, " %s %s\n", b.Go, b.Platform)
	return nil
}

// printJSON writes one object on one line, as it is: nothing is escaped for HTML.
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
