package document

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"
)

// Rules are what the operator says about sources. They alone can raise the standing
// of one. A domain rule believes the URL that a file states for itself: where
// others can write into a folder, use a glob.
type Rules struct {
	list []rule
}

type rule struct {
	glob      *regexp.Regexp
	domain    string
	kind      Kind
	publisher string
}

// LoadRules reads the operator's TOML file: [[rule]] with glob or domain (or both),
// kind, and optionally publisher. Unknown keys and kinds are errors.
func LoadRules(path string) (*Rules, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	rules, err := parseRules(string(data))
	if err != nil {
		return nil, fmt.Errorf("rules %q: %w", path, err)
	}
	return rules, nil
}

func parseRules(text string) (*Rules, error) {
	var file struct {
		Rule []struct{ Glob, Domain, Kind, Publisher string }
	}
	info, err := toml.Decode(text, &file)
	if err != nil {
		return nil, err
	}
	if unknown := info.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("unknown key %q", unknown[0].String())
	}
	rules := &Rules{}
	for i, r := range file.Rule {
		made := rule{domain: strings.Trim(strings.ToLower(r.Domain), "."), kind: Kind(r.Kind), publisher: r.Publisher}
		switch {
		case r.Glob == "" && made.domain == "":
			return nil, fmt.Errorf("rule %d: glob or domain is missing", i+1)
		case !knownKind(made.kind):
			return nil, fmt.Errorf("rule %d: kind %q is not one of official, news, blog, social, ai_generated, unknown", i+1, r.Kind)
		case strings.ContainsAny(made.domain, "/:*@ "):
			return nil, fmt.Errorf("rule %d: domain %q is not a bare host name", i+1, r.Domain)
		}
		if r.Glob != "" {
			made.glob = regexp.MustCompile(globPattern(r.Glob))
		}
		rules.list = append(rules.list, made)
	}
	return rules, nil
}

func knownKind(k Kind) bool {
	switch k {
	case Official, News, Blog, Social, AIGenerated, Unknown:
		return true
	}
	return false
}

// globPattern writes a glob as a regular expression: "*" and "?" stay inside one
// folder, "**" does not. All else is quoted, so it always compiles.
func globPattern(glob string) string {
	var out strings.Builder
	out.WriteString(`(?s)^`)
	for i := 0; i < len(glob); {
		switch {
		case strings.HasPrefix(glob[i:], "**/"):
			out.WriteString(`(?:.*/)?`)
			i += 3
		case strings.HasPrefix(glob[i:], "**"):
			out.WriteString(`.*`)
			i += 2
		case glob[i] == '*':
			out.WriteString(`[^/]*`)
			i++
		case glob[i] == '?':
			out.WriteString(`[^/]`)
			i++
		default:
			end := i + 1
			for end < len(glob) && glob[end] != '*' && glob[end] != '?' {
				end++
			}
			out.WriteString(regexp.QuoteMeta(strings.ToValidUTF8(glob[i:end], "\uFFFD")))
			i = end
		}
	}
	out.WriteString(`$`)
	return out.String()
}

// match is the last rule for a file and its URL, nil if there is none.
func (r *Rules) match(rel, url string) *rule {
	if r == nil {
		return nil
	}
	host := hostOf(url)
	for i := len(r.list) - 1; i >= 0; i-- {
		one := &r.list[i]
		if one.glob != nil && !one.glob.MatchString(rel) {
			continue
		}
		if one.domain != "" && (host == "" || !underDomain(host, one.domain)) {
			continue
		}
		return one
	}
	return nil
}
