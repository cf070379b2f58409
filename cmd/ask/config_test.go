package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// configFrom loads a configuration in an empty directory with a home below it.
func configFrom(t *testing.T, user, project string, env map[string]string, flags map[string][]string) (*Config, error) {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	write := func(path, text string) {
		t.Helper()
		if text == "" {
			return
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("home/.config/ask/config.toml", user)
	write(projectFile, project)
	getenv := func(key string) string {
		if key == "HOME" {
			return filepath.Join(dir, "home")
		}
		return env[key]
	}
	return loadConfig(layer{origin: "the command line", values: flags}, getenv)
}

func TestPrecedence(t *testing.T) {
	c, err := configFrom(t,
		"k = 1\nlang = \"en\"\ncolor = \"never\"\nlog-format = \"json\"\nsince = 2024-01-02",
		"k = 2\nlang = \"zh\"\ncolor = \"always\"",
		map[string]string{"ASK_K": "3", "ASK_LANG": "en"},
		map[string][]string{"k": {"4"}})
	if err != nil {
		t.Fatal(err)
	}
	if c.K != 4 || c.Lang != "en" || c.Color != "always" || c.LogFormat != "json" || c.Since != "2024-01-02" || c.Embed != "builtin" {
		t.Errorf("got k %d, lang %s, color %s, log-format %s, since %s, embed %s", c.K, c.Lang, c.Color, c.LogFormat, c.Since, c.Embed)
	}
	want := map[string]string{"k": "the command line", "lang": "ASK_LANG", "color": "./ask.toml"}
	for key, origin := range want {
		if c.origin[key] != origin {
			t.Errorf("%s comes from %q, want %q", key, c.origin[key], origin)
		}
	}
}

func TestFilePathsAreRelativeToTheFile(t *testing.T) {
	c, err := configFrom(t, `docs = ["notes", "~/papers"]`, "", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	home := strings.TrimSuffix(c.Docs[0], "/.config/ask/notes")
	want := []string{filepath.Join(home, ".config/ask/notes"), filepath.Join(home, "papers")}
	if diff := cmp.Diff(want, c.Docs); diff != "" {
		t.Errorf("docs (-want +got):\n%s", diff)
	}
}

func TestConfigErrorsNameTheKey(t *testing.T) {
	tests := []struct{ name, user, project, want string }{
		{"unknown", "", "modle = 1", "unknown key modle"},
		{"wrong type", "", "k = [{a = 1}]", "k has a value of the wrong type"},
		{"range", "", "embed-batch = 0", "embed-batch (from ./ask.toml)"},
		{"table", "", "[docs]\na = 1", "docs has a value of the wrong type"},
		{"secret", `openai_api_key = "x"`, "", "secrets do not belong"},
		{"key file", "", `api-key-file = "x"`, "not trusted with secrets"},
		{"size", "", `max-file-size = "big"`, "max-file-size (from ./ask.toml)"},
		{"missing file", "", `rules = "none.toml"`, "rules (from ./ask.toml): no file"},
		{"command flag", "", "force = true", "unknown key force"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := configFrom(t, tt.user, tt.project, nil, nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			if f := asFailure(err); f.code != "usage" || f.hint == "" {
				t.Errorf("code %q, hint %q", f.code, f.hint)
			}
		})
	}
}

func TestServerIsNotRedirected(t *testing.T) {
	remote := map[string][]string{"embed": {"openai"}, "embed-model": {"m"}}
	project := `base-url = "http://127.0.0.1:1/v1"`
	if _, err := configFrom(t, "", project, map[string]string{"OPENAI_API_KEY": "sk-1"}, remote); err == nil || strings.Contains(err.Error(), "sk-1") {
		t.Errorf("key from the environment: %v", err)
	}
	if _, err := configFrom(t, `api-key-file = "key"`, project, nil, remote); err == nil {
		t.Error("key from the user's file: no error")
	}
	if _, err := configFrom(t, "", project, nil, remote); err != nil {
		t.Errorf("no key: %v", err)
	}
	c, err := configFrom(t, "", project, map[string]string{"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "https://api.example/v1"}, remote)
	if err != nil || c.BaseURL != "https://api.example/v1" || c.APIKey != "sk-1" {
		t.Errorf("address from the environment: %v", err)
	}
}

func TestSize(t *testing.T) {
	for in, want := range map[string]int64{"4096": 4096, "64KB": 64 << 10, "8MiB": 8 << 20, "1g": 1 << 30, "0": 0, "-1": 0, "x": 0, "9999999G": 0} {
		if got, err := size(in); got != want || (err == nil) != (want > 0) {
			t.Errorf("size(%q) = %d, %v; want %d", in, got, err, want)
		}
	}
}

func TestIndexDirTellsDocumentsAndEmbeddersApart(t *testing.T) {
	getenv := func(key string) string { return map[string]string{"XDG_DATA_HOME": "/data"}[key] }
	seen := map[string]bool{}
	for _, c := range []Config{
		{Docs: []string{"/a/notes"}, Embed: "builtin"},
		{Docs: []string{"/b/notes"}, Embed: "builtin"},
		{Docs: []string{"/a/notes", "/b/notes"}, Embed: "builtin"},
		{Docs: []string{"/a/notes"}, Embed: "openai", EmbedModel: "m"},
	} {
		dir, err := c.indexDir(getenv)
		if err != nil || !strings.HasPrefix(dir, "/data/ask/notes-") || seen[dir] {
			t.Errorf("%v: %s, %v", c.Docs, dir, err)
		}
		seen[dir] = true
	}
	a, b := Config{Docs: []string{"/a", "/b"}}, Config{Docs: []string{"/b", "/a", "/b"}}
	x, _ := a.indexDir(getenv)
	y, _ := b.indexDir(getenv)
	if filepath.Base(x)[1:] != filepath.Base(y)[1:] {
		t.Errorf("order matters: %s, %s", x, y)
	}
}
