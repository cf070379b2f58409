package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ask/retrieve/document"
)

// Config is every setting after flags, environment, ./ask.toml, the user's file and the
// defaults have been laid over one another.
type Config struct {
	Docs                 []string
	Index                string
	UserDict, Rules      string
	MaxFileSize          int64
	K                    int
	Since, Until, AsOf   string
	Kinds                []document.Kind
	Lang                 string
	NoLLM, NoFallback    bool
	Model, Think         string
	Context              int
	AnswerTokens         int
	Timeout              time.Duration
	Embed                string
	BaseURL, APIKeyFile  string
	APIKey               string // from OPENAI_API_KEY or APIKeyFile, never from elsewhere
	EmbedModel           string
	EmbedBatch           int
	EmbedDimensions      int
	EmbedQueryPrefix     string
	JSON, Quiet, Verbose bool
	Color, LogFormat     string

	// Of single commands.
	Force, Explain      bool
	Continue, NoHistory bool
	Corpus              string
	Serve               serveSettings
	Discord             discordSettings

	// origin says where each key that was set comes from.
	origin map[string]string
}

// layer is one source of settings, as written.
type layer struct {
	origin string // for messages: "the command line", "ASK_K", "./ask.toml"
	dir    string // what relative paths are relative to, "" for the working directory
	values map[string][]string
}

// projectFile is the configuration file of a project.
const projectFile = "ask.toml"

// newConfig holds the defaults.
func newConfig() *Config {
	return &Config{Embed: "builtin", Color: "auto", LogFormat: "text", Serve: defaultServe(), Discord: defaultDiscord(), origin: map[string]string{}}
}

// loadConfig lays the layers over one another and validates the outcome.
func loadConfig(flags layer, getenv func(string) string) (*Config, error) {
	layers, err := fileLayers(getenv)
	if err != nil {
		return nil, err
	}
	layers = append(layers, envLayer(getenv), flags)
	c := newConfig()
	for _, l := range layers {
		if err := c.apply(l); err != nil {
			return nil, err
		}
	}
	if err := c.Validate(); err != nil || c.Embed != "openai" {
		return c, err
	}
	return c, c.checkServer(getenv("OPENAI_API_KEY"))
}

// apply lays l over c.
func (c *Config) apply(l layer) error {
	for _, o := range options() {
		values, ok := l.values[o.name]
		if !ok || len(values) == 0 {
			continue
		}
		where := l.origin
		if where == "the environment" {
			where = o.env
		}
		if o.path {
			values = paths(values, l.dir, o.name == "docs")
		}
		if err := o.set(c, values); err != nil {
			return usagef("see `ask help` for what "+o.name+" takes", "%s (from %s): %s", o.name, where, err)
		}
		c.origin[o.name] = where
	}
	return nil
}

// envLayer reads the environment. An empty variable is as good as none.
func envLayer(getenv func(string) string) layer {
	l := layer{origin: "the environment", values: map[string][]string{}}
	for _, o := range options() {
		if o.env == "" {
			continue
		}
		if v := getenv(o.env); v != "" {
			l.values[o.name] = []string{v}
		}
	}
	return l
}

// paths splits lists (unless the whole is a path that exists) and makes every path
// relative to dir.
func paths(values []string, dir string, list bool) []string {
	var out []string
	for _, v := range values {
		parts := []string{v}
		if _, err := os.Stat(resolve(v, dir)); err != nil && list {
			parts = strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == os.PathListSeparator })
		}
		for _, part := range parts {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, resolve(part, dir))
			}
		}
	}
	return out
}

func resolve(path, dir string) string {
	if dir == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// Validate names the key at fault.
func (c *Config) Validate() error {
	switch {
	case c.Since != "" && c.Until != "" && c.Since > c.Until+"~":
		return usagef("give the earlier date to --since", "since: %s is after until %s", c.Since, c.Until)
	case c.Quiet && c.Verbose:
		return usagef("leave out one of them", "quiet and verbose are both set")
	}
	for _, f := range []struct{ key, path string }{{"user-dict", c.UserDict}, {"rules", c.Rules}, {"corpus", c.Corpus}} {
		if f.path == "" {
			continue
		}
		if info, err := os.Stat(f.path); err != nil || !info.Mode().IsRegular() {
			return usagef("check the path", "%s (from %s): no file %s", f.key, c.origin[f.key], f.path)
		}
	}
	return nil
}

func (c *Config) validateServer() error {
	u, err := url.Parse(c.BaseURL)
	switch {
	case c.BaseURL == "" && c.Embed == "openai":
		return notConfigured("set OPENAI_BASE_URL or --base-url, such as http://127.0.0.1:11434/v1; or use --embed builtin", "base-url: --embed openai needs a server")
	case c.BaseURL == "":
		return notConfigured("set OPENAI_BASE_URL or --base-url, such as http://127.0.0.1:11434/v1 or https://api.openai.com/v1; or use --no-llm", "base-url: --model %s needs a server", c.Model)
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return usagef("write it as https://host/v1", "base-url (from %s): %q is not an HTTP address", c.origin["base-url"], c.BaseURL)
	case c.EmbedModel == "" && c.Embed == "openai":
		return notConfigured("name the embedding model with --embed-model or ASK_EMBED_MODEL", "embed-model: --embed openai needs a model")
	}
	return nil
}

// usesModel reports whether a chat model is to write answers. A server that was named
// for its embeddings is asked for answers only if a model is named too.
func (c *Config) usesModel() bool {
	return !c.NoLLM && (c.Model != "" || c.BaseURL != "" && c.Embed != "openai")
}

// checkServer decides whether the server may be asked and with which key. Only what is
// used is checked: quotes by the builtin embedder need neither.
func (c *Config) checkServer(key string) error {
	if err := c.validateServer(); err != nil {
		return err
	}
	fromProject := c.origin["base-url"] == "./"+projectFile
	if fromProject && (key != "" || c.APIKeyFile != "") {
		return usagef("give --base-url on the command line, in OPENAI_BASE_URL or in your own config file",
			"base-url: ./%s may not say where your API key is sent", projectFile)
	}
	if fromProject && !isLoopback(c.BaseURL) {
		return usagef("if you trust it, give --base-url on the command line, in OPENAI_BASE_URL or in your own config file",
			"base-url: ./%s may name a server on this machine only, not %s", projectFile, c.BaseURL)
	}
	c.APIKey = key
	if c.APIKeyFile == "" || c.APIKey != "" && c.origin["api-key-file"] != "the command line" {
		return nil
	}
	return c.readKey()
}

// readKey takes the key from its file.
func (c *Config) readKey() error {
	data, err := os.ReadFile(c.APIKeyFile)
	if err != nil {
		return notConfigured("check the path, or set OPENAI_API_KEY", "api-key-file (from %s): %s", c.origin["api-key-file"], err)
	}
	c.APIKey = strings.TrimSpace(string(data))
	if c.APIKey == "" || len(c.APIKey) > 4096 || strings.ContainsAny(c.APIKey, "\r\n") {
		return notConfigured("the file holds the key and nothing else", "api-key-file (from %s): %s does not hold one key", c.origin["api-key-file"], c.APIKeyFile)
	}
	return nil
}

// keyWarning is a sentence about a key file that others can read, or empty.
func (c *Config) keyWarning() string {
	if c.APIKeyFile == "" || c.APIKey == "" {
		return ""
	}
	info, err := os.Stat(c.APIKeyFile)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return ""
	}
	return fmt.Sprintf("others can read the key in %s (mode %04o); run chmod 600 on it", c.APIKeyFile, info.Mode().Perm())
}

func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return u.Hostname() == "localhost" || u.Hostname() == "::1" || strings.HasPrefix(u.Hostname(), "127.")
}

func notConfigured(hint, format string, args ...any) *failure {
	return &failure{code: "not_configured", message: fmt.Sprintf(format, args...), hint: hint}
}
