package document

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

//go:embed data/noise.toml
var noiseFile string

// maxNoiseBytes is the longest line that is compared with the patterns: noise is
// short, and prose should cost nothing.
const maxNoiseBytes = 240

// noisePattern is one line of data/noise.toml.
type noisePattern struct {
	Line    string // the whole line
	Match   string // or a regular expression
	What    string
	Example string
	re      *regexp.Regexp
}

// noiseSet is a list of patterns: whole lines in a map, the rest tried in order
// after one expression has said that any of them matches.
type noiseSet struct {
	lines    map[string]string
	patterns []noisePattern
	any      *regexp.Regexp
	// sentences says that a line may be a sentence. All other noise has none.
	sentences bool
}

// noiseTables are the lists of data/noise.toml, by where they apply.
type noiseTables struct {
	Anywhere, Weak, Top, Tail, Marker, Inline, Names noiseSet
	bySection                                        map[string][]noisePattern
}

var noises = sync.OnceValue(func() *noiseTables {
	tables, err := parseNoise(noiseFile)
	if err != nil {
		panic("data/noise.toml: " + err.Error()) // embedded, and a test reads it
	}
	return tables
})

func parseNoise(text string) (*noiseTables, error) {
	t := &noiseTables{Tail: noiseSet{sentences: true}}
	if _, err := toml.Decode(text, &t.bySection); err != nil {
		return nil, err
	}
	for name, set := range t.sections() {
		if err := set.build(t.bySection[name]); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return t, nil
}

// sections are the lists by their names in the file.
func (t *noiseTables) sections() map[string]*noiseSet {
	return map[string]*noiseSet{
		"anywhere": &t.Anywhere, "weak": &t.Weak, "top": &t.Top, "tail": &t.Tail, "marker": &t.Marker, "inline": &t.Inline, "names": &t.Names,
	}
}

func (s *noiseSet) build(list []noisePattern) error {
	s.lines = map[string]string{}
	var sources []string
	for _, p := range list {
		if p.Line != "" {
			s.lines[p.Line] = p.What
			continue
		}
		re, err := regexp.Compile(p.Match)
		if err != nil {
			return err
		}
		p.re = re
		s.patterns = append(s.patterns, p)
		sources = append(sources, "(?:"+p.Match+")")
	}
	if len(sources) == 0 {
		return nil
	}
	var err error
	s.any, err = regexp.Compile(strings.Join(sources, "|"))
	return err
}

// what names the noise line is, "" if it is none.
func (s *noiseSet) what(line string) string {
	if len(line) > maxNoiseBytes || !s.sentences && len(line) > 90 && strings.HasSuffix(line, "。") {
		return ""
	}
	if what := s.lines[strings.TrimRight(line, " ，,。.！!>＞»")]; what != "" {
		return what
	}
	if s.any == nil || !s.any.MatchString(line) {
		return ""
	}
	for i := range s.patterns {
		if s.patterns[i].re.MatchString(line) {
			return s.patterns[i].What
		}
	}
	return ""
}
