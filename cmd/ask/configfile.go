package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// maxConfigFile bounds a configuration file.
const maxConfigFile = 1 << 20

// fileLayers reads the user's file and then ./ask.toml; either may be missing.
func fileLayers(getenv func(string) string) ([]layer, error) {
	var layers []layer
	if dir, err := baseDir(getenv, "XDG_CONFIG_HOME", ".config"); err == nil {
		path := filepath.Join(dir, "config.toml")
		l, err := fileLayer(path, path, getenv)
		if err != nil {
			return nil, err
		}
		layers = append(layers, l)
	}
	l, err := fileLayer(projectFile, "./"+projectFile, getenv)
	if err != nil {
		return nil, err
	}
	if len(l.values["api-key-file"]) > 0 {
		return nil, usagef("put it into your own config file, or set OPENAI_API_KEY_FILE", "api-key-file: ./%s is not trusted with secrets", projectFile)
	}
	return append(layers, l), nil
}

// fileLayer reads one TOML file of flat keys. A missing file is an empty layer.
func fileLayer(path, name string, getenv func(string) string) (layer, error) {
	l := layer{origin: name, dir: filepath.Dir(path), values: map[string][]string{}}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) && name != "./"+projectFile {
		return l, nil
	}
	if err != nil {
		return l, fmt.Errorf("read configuration: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxConfigFile))
	if err != nil {
		return l, fmt.Errorf("read configuration %s: %w", name, err)
	}
	var keys map[string]any
	if err := toml.Unmarshal(data, &keys); err != nil {
		return l, usagef("correct the file; it holds lines such as docs = [\"notes\"]", "%s: %s", name, err)
	}
	for key, value := range keys {
		if l.values[key], err = fileValue(name, key, value, getenv("HOME")); err != nil {
			return l, err
		}
	}
	return l, nil
}

// fileValue checks a key and turns its value into strings.
func fileValue(file, key string, value any, home string) ([]string, error) {
	known := fileKeys()
	at := slices.IndexFunc(known, func(o option) bool { return o.name == key })
	if at < 0 {
		return nil, unknownKey(file, key, known)
	}
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	values := make([]string, 0, len(list))
	for _, v := range list {
		s, ok := scalar(v)
		if !ok {
			return nil, usagef("write a string, a number, true, false or a list of strings", "%s: %s has a value of the wrong type", file, key)
		}
		if rest, found := strings.CutPrefix(s, "~/"); found && known[at].path && home != "" {
			s = filepath.Join(home, rest)
		}
		values = append(values, s)
	}
	return values, nil
}

// fileKeys are the options that a file may set: those of more than one moment.
func fileKeys() []option {
	return slices.DeleteFunc(options(), func(o option) bool { return o.env == "" })
}

func unknownKey(file, key string, known []option) error {
	if strings.Contains(strings.ToLower(key), "key") && nearest(key, []string{"api-key", "key", "openai-api-key"}) != "" {
		return usagef("use api-key-file in your own config file, or set OPENAI_API_KEY", "%s: %s: secrets do not belong in a configuration file", file, key)
	}
	names := make([]string, 0, len(known))
	for _, o := range known {
		names = append(names, o.name)
	}
	hint := "the keys are: " + strings.Join(names, ", ")
	if near := nearest(key, names); near != "" {
		hint = fmt.Sprintf("did you mean %s?", near)
	}
	return usagef(hint, "%s: unknown key %s", file, key)
}

// scalar writes a TOML value the way it would stand on the command line.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64:
		return strconv.FormatInt(v, 10), true
	case bool:
		return strconv.FormatBool(v), true
	case time.Time:
		return v.Format(time.DateOnly), true
	}
	return "", false
}
