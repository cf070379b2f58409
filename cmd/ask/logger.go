package main

import (
	"io"
	"log/slog"
)

// newLogger logs to w under --verbose, and nowhere otherwise. Nothing it is given may
// hold the text of a question or a document, or a key.
func newLogger(w io.Writer, c *Config) *slog.Logger {
	switch {
	case !c.Verbose:
		return slog.New(slog.DiscardHandler)
	case c.LogFormat == "json":
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}
