package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"ask/retrieve/document"
)

// option is one setting. Its one description feeds the flag, the help, the completion
// and the messages; the same name is the key of the configuration files.
type option struct {
	name, short string
	env         string // environment variable, "" for none
	arg         string // placeholder of the value, "" for a switch
	usage       string
	commands    string // which take it as a flag, space separated
	path        bool   // values are paths, relative to where they were written
	set         func(c *Config, values []string) error
}

// Commands that share options.
const (
	onIndex  = "ask chat serve discord search index sources eval"
	onAnswer = "ask chat serve discord eval"
	onQuery  = "ask chat serve discord search eval"
	onList   = "ask chat serve discord search sources eval"
	onOutput = "ask chat serve discord feedback search index sources eval version"
)

// options lists every setting, in the order help shows them.
func options() []option {
	all := sourceOptions()
	all = append(all, queryOptions()...)
	all = append(all, modelOptions()...)
	all = append(all, serveOptions()...)
	all = append(all, discordOptions(func(c *Config) *discordSettings { return &c.Discord })...)
	all = append(all, embedOptions()...)
	return append(all, outputOptions()...)
}

func sourceOptions() []option {
	return []option{
		{
			name: "docs", short: "d", env: "ASK_DOCS", arg: "PATH", commands: onIndex, path: true,
			usage: "folder or file to read; repeat it, or separate several by comma or colon",
			set:   func(c *Config, v []string) error { c.Docs = v; return nil },
		},
		{
			name: "index", env: "ASK_INDEX", arg: "DIR", commands: onIndex, path: true,
			usage: "where the index is kept (default: your data directory, one per documents path)",
			set:   text(func(c *Config) *string { return &c.Index }),
		},
		{
			name: "user-dict", env: "ASK_USER_DICT", arg: "FILE", commands: onIndex, path: true,
			usage: "jieba user dictionary: words to keep whole, one a line",
			set:   text(func(c *Config) *string { return &c.UserDict }),
		},
		{
			name: "rules", env: "ASK_RULES", arg: "FILE", commands: onIndex, path: true,
			usage: "your rules on which sources are official, news, blog, …",
			set:   text(func(c *Config) *string { return &c.Rules }),
		},
		{
			name: "max-file-size", env: "ASK_MAX_FILE_SIZE", arg: "SIZE", commands: onIndex,
			usage: "skip larger files, such as 8MiB (default 32MiB; 1GiB for .jsonl)",
			set:   func(c *Config, v []string) (err error) { c.MaxFileSize, err = size(last(v)); return err },
		},
		{
			name: "force", commands: "index",
			usage: "read and index everything again, without paths that were added",
			set:   boolean(func(c *Config) *bool { return &c.Force }),
		},
		{
			name: "corpus", arg: "FILE", commands: "eval", path: true,
			usage: "index this .jsonl benchmark and measure on it",
			set:   text(func(c *Config) *string { return &c.Corpus }),
		},
	}
}

func queryOptions() []option {
	return []option{
		{
			name: "k", short: "k", env: "ASK_K", arg: "N", commands: onQuery,
			usage: "passages to consider (default 10)",
			set:   whole(func(c *Config) *int { return &c.K }, 1, 1000),
		},
		{
			name: "since", env: "ASK_SINCE", arg: "DATE", commands: onList,
			usage: "only documents from DATE on: 2025, 2025-03 or 2025-03-14",
			set:   date(func(c *Config) *string { return &c.Since }),
		},
		{
			name: "until", env: "ASK_UNTIL", arg: "DATE", commands: onList,
			usage: "only documents up to and including DATE",
			set:   date(func(c *Config) *string { return &c.Until }),
		},
		{
			name: "as-of", env: "ASK_AS_OF", arg: "DATE", commands: onList,
			usage: "answer as if today were DATE, without later documents",
			set:   date(func(c *Config) *string { return &c.AsOf }),
		},
		{
			name: "kind", env: "ASK_KIND", arg: "KIND", commands: onList,
			usage: "only these sources: official, news, blog, social, ai_generated, unknown; repeat or separate by comma",
			set:   setKinds,
		},
		{
			name: "lang", env: "ASK_LANG", arg: "LANG", commands: onQuery,
			usage: "language of labels and fixed sentences: zh or en (default: the question's)",
			set:   oneOf(func(c *Config) *string { return &c.Lang }, "zh", "en"),
		},
		{
			name: "explain", commands: "search",
			usage: "show each part of every score",
			set:   boolean(func(c *Config) *bool { return &c.Explain }),
		},
	}
}

func embedOptions() []option {
	return []option{
		{
			name: "embed", env: "ASK_EMBED", arg: "HOW", commands: onIndex,
			usage: "builtin (learned from your documents, no network; default) or openai (a server)",
			set:   oneOf(func(c *Config) *string { return &c.Embed }, "builtin", "openai"),
		},
		{
			name: "base-url", env: "OPENAI_BASE_URL", arg: "URL", commands: onIndex,
			usage: "OpenAI-compatible server, with its version path",
			set:   text(func(c *Config) *string { return &c.BaseURL }),
		},
		{
			name: "api-key-file", env: "OPENAI_API_KEY_FILE", arg: "FILE", commands: onIndex, path: true,
			usage: "file with the server's key, readable by you only; or set OPENAI_API_KEY",
			set:   text(func(c *Config) *string { return &c.APIKeyFile }),
		},
		{
			name: "embed-model", env: "ASK_EMBED_MODEL", arg: "NAME", commands: onIndex,
			usage: "embedding model, as the server names it",
			set:   text(func(c *Config) *string { return &c.EmbedModel }),
		},
		{
			name: "embed-batch", env: "ASK_EMBED_BATCH", arg: "N", commands: onIndex,
			usage: "texts per embedding request (default 10)",
			set:   whole(func(c *Config) *int { return &c.EmbedBatch }, 1, 2048),
		},
		{
			name: "embed-dimensions", env: "ASK_EMBED_DIMENSIONS", arg: "N", commands: onIndex,
			usage: "vector length to ask of the server (default: the model's own)",
			set:   whole(func(c *Config) *int { return &c.EmbedDimensions }, 1, 16384),
		},
		{
			name: "embed-query-prefix", env: "ASK_EMBED_QUERY_PREFIX", arg: "TEXT", commands: onIndex,
			usage: "put before questions (default: what the model is known to want; none: nothing)",
			set:   text(func(c *Config) *string { return &c.EmbedQueryPrefix }),
		},
	}
}

func outputOptions() []option {
	return []option{
		{
			name: "json", env: "ASK_JSON", commands: onOutput,
			usage: "print one JSON object; errors are JSON too, on stderr",
			set:   boolean(func(c *Config) *bool { return &c.JSON }),
		},
		{
			name: "color", env: "ASK_COLOR", arg: "WHEN", commands: onOutput,
			usage: "auto (on a terminal; default), always or never; NO_COLOR and CLICOLOR_FORCE are heeded",
			set:   oneOf(func(c *Config) *string { return &c.Color }, "auto", "always", "never"),
		},
		{
			name: "quiet", short: "q", env: "ASK_QUIET", commands: onOutput,
			usage: "no progress and no warnings",
			set:   boolean(func(c *Config) *bool { return &c.Quiet }),
		},
		{
			name: "verbose", short: "v", env: "ASK_VERBOSE", commands: onOutput,
			usage: "log each step to stderr",
			set:   boolean(func(c *Config) *bool { return &c.Verbose }),
		},
		{
			name: "log-format", env: "ASK_LOG_FORMAT", arg: "FORMAT", commands: onOutput,
			usage: "text (default) or json",
			set:   oneOf(func(c *Config) *string { return &c.LogFormat }, "text", "json"),
		},
	}
}

// on reports whether command takes o as a flag.
func (o option) on(command string) bool {
	return strings.Contains(" "+o.commands+" ", " "+command+" ")
}

// isSwitch reports whether o has no value.
func (o option) isSwitch() bool { return o.arg == "" }

func last(values []string) string { return values[len(values)-1] }

func text(field func(*Config) *string) func(*Config, []string) error {
	return func(c *Config, v []string) error {
		*field(c) = last(v)
		return nil
	}
}

func boolean(field func(*Config) *bool) func(*Config, []string) error {
	return func(c *Config, v []string) error {
		b, err := strconv.ParseBool(last(v))
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", last(v))
		}
		*field(c) = b
		return nil
	}
}

func whole(field func(*Config) *int, low, high int) func(*Config, []string) error {
	return func(c *Config, v []string) error {
		n, err := strconv.Atoi(last(v))
		if err != nil || n < low || n > high {
			return fmt.Errorf("%q is not a whole number from %d to %d", last(v), low, high)
		}
		*field(c) = n
		return nil
	}
}

func oneOf(field func(*Config) *string, values ...string) func(*Config, []string) error {
	return func(c *Config, v []string) error {
		for _, value := range values {
			if last(v) == value {
				*field(c) = value
				return nil
			}
		}
		return fmt.Errorf("%q is not one of %s%s", last(v), strings.Join(values, ", "), didYouMean(last(v), values))
	}
}

// date takes a year, a month or a day that exists.
func date(field func(*Config) *string) func(*Config, []string) error {
	return func(c *Config, v []string) error {
		for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
			if _, err := time.Parse(layout, last(v)); err == nil {
				*field(c) = last(v)
				return nil
			}
		}
		return fmt.Errorf("%q is not a date such as 2025, 2025-03 or 2025-03-14", last(v))
	}
}

// kindNames are the values of --kind.
func kindNames() []string {
	return []string{
		string(document.Official), string(document.News), string(document.Blog),
		string(document.Social), string(document.AIGenerated), string(document.Unknown),
	}
}

func setKinds(c *Config, values []string) error {
	c.Kinds = nil
	for _, name := range strings.Split(strings.Join(values, ","), ",") {
		name = strings.TrimSpace(name)
		var kind string
		if err := oneOf(func(*Config) *string { return &kind }, kindNames()...)(c, []string{name}); err != nil {
			return err
		}
		c.Kinds = append(c.Kinds, document.Kind(kind))
	}
	return nil
}

// size reads 4096, 64KB, 8MiB or 1G; every unit is a power of 1024.
func size(s string) (int64, error) {
	number := strings.TrimRight(strings.ToUpper(strings.TrimSpace(s)), "IB")
	shift := 0
	for i, unit := range "KMG" {
		if rest, ok := strings.CutSuffix(number, string(unit)); ok {
			number, shift = rest, 10*(i+1)
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if err != nil || n <= 0 || n > 1<<(50-shift) {
		return 0, fmt.Errorf("%q is not a size such as 8MiB", s)
	}
	return n << shift, nil
}

// didYouMean is ` (did you mean "x"?)` or empty.
func didYouMean(word string, candidates []string) string {
	if c := nearest(word, candidates); c != "" {
		return fmt.Sprintf(" (did you mean %q?)", c)
	}
	return ""
}
