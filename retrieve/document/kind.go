package document

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

//go:embed data/kinds.toml
var kindsFile string

// kindTables are the lists of data/kinds.toml.
type kindTables struct {
	hosts     []hostKind
	claims    map[string]claim
	fields    []fieldClue
	generated []clue
	rumour    []clue
	thread    []clue
	forum     []string
	links     []string
}

type hostKind struct {
	Domain, Kind, Example string
}

// claim is what a document's own "kind" or "type" may mean.
type claim struct {
	Value, Kind string
	Rumour      bool
}

// fieldClue is a front matter key that tells a kind, whatever its value, or only
// with one of the values.
type fieldClue struct {
	Key, Kind, Example string
	Values             []string
}

// clue is a pattern in a short line at the top or the end of a text.
type clue struct {
	// Words: a line must hold one of them before Match is tried.
	Words                  []string
	Match, Except, Example string
	match, except          *regexp.Regexp
}

var kinds = sync.OnceValue(func() *kindTables {
	tables, err := parseKinds(kindsFile)
	if err != nil {
		panic("data/kinds.toml: " + err.Error()) // embedded, and a test reads it
	}
	return tables
})

func parseKinds(text string) (*kindTables, error) {
	var file struct {
		Host      []hostKind
		Claim     []claim
		Field     []fieldClue
		Generated []clue
		Rumour    []clue
		Thread    []clue
		Forum     []string
		Links     struct{ Marks []string }
	}
	if _, err := toml.Decode(text, &file); err != nil {
		return nil, err
	}
	t := &kindTables{
		hosts: file.Host, claims: map[string]claim{}, fields: file.Field,
		generated: file.Generated, rumour: file.Rumour, thread: file.Thread, forum: file.Forum, links: file.Links.Marks,
	}
	for _, c := range file.Claim {
		t.claims[c.Value] = c
	}
	for _, list := range [][]clue{t.generated, t.rumour, t.thread} {
		for i := range list {
			if err := list[i].compile(); err != nil {
				return nil, err
			}
		}
	}
	return t, nil
}

func (c *clue) compile() (err error) {
	if c.match, err = regexp.Compile(c.Match); err != nil || c.Except == "" {
		return err
	}
	c.except, err = regexp.Compile(c.Except)
	return err
}

func (c *clue) in(line string) bool {
	return holdsAny(line, c.Words) && c.match.MatchString(line) && (c.except == nil || !c.except.MatchString(line))
}

// evidence is what a document shows about its own standing.
type evidence struct {
	stated    Kind // by host, engine, form or its own word
	generated bool // says in so many words that a model wrote it
	suspected bool // looks it
	rumour    bool
}

// findKind decides the standing. The form of a document makes it news or blog at
// most; its own word only lowers it; a rule of the operator stands above its form
// and above suspicion, but not above what it admits about itself.
func (d *draft) findKind() {
	e := d.gather()
	kind := e.stated
	if e.suspected {
		kind = AIGenerated
	}
	if rule := d.opt.Rules.match(d.rel, d.doc.URL); rule != nil {
		kind = rule.kind
		if rule.publisher != "" {
			d.doc.Publisher = rule.publisher
		}
	}
	switch {
	case e.generated:
		kind = AIGenerated
	case e.rumour && (kind == News || kind == Official):
		kind = Unknown
	}
	d.doc.Kind, d.doc.Rumour = kind, e.rumour
}

func holdsAny(line string, words []string) bool {
	for _, word := range words {
		if strings.Contains(line, word) {
			return true
		}
	}
	return false
}

func (d *draft) gather() evidence {
	t := kinds()
	e := evidence{stated: Unknown, generated: d.meta.generated, suspected: d.linkNoise}
	host := hostOf(d.doc.URL)
	known := false
	for _, h := range t.hosts {
		if host != "" && underDomain(host, h.Domain) {
			e.stated, known = Kind(h.Kind), true
		}
	}
	if !known {
		e.stated = d.form()
	}
	for _, f := range t.fields {
		d.field(f, &e, known)
	}
	d.claimed(t, &e, known)
	if !known && d.isThread(t) && standing(Social) < standing(e.stated) {
		e.stated = Social
	}
	d.lines(t, &e)
	return e
}

// form is what the make-up of a document says: a publisher beside a date is how
// news looks, and some software only makes personal blogs.
func (d *draft) form() Kind {
	switch {
	case d.meta.engine:
		return Blog
	case d.doc.Publisher != "" && d.doc.Date.Value != "" && (d.byline.date != "" || d.meta.article || d.doc.Date.Source == DateFromFrontMatter):
		return News
	}
	return Unknown
}

// field applies one front matter clue.
func (d *draft) field(f fieldClue, e *evidence, known bool) {
	value := strings.ToLower(strings.TrimSpace(d.meta.fields[f.Key]))
	if value == "" || value == "false" || value == "no" || value == "0" || value == "none" {
		return
	}
	if len(f.Values) > 0 {
		found := false
		for _, v := range f.Values {
			found = found || value == v
		}
		if !found {
			return
		}
	}
	switch {
	case Kind(f.Kind) == AIGenerated:
		e.generated = true
	case !known:
		e.stated = Kind(f.Kind)
	}
}

// claimed applies the document's own kind. "official" is not in the table, and a
// known host is not overruled upwards.
func (d *draft) claimed(t *kindTables, e *evidence, known bool) {
	c, ok := t.claims[strings.ToLower(strings.TrimSpace(d.meta.claim))]
	if !ok {
		if d.meta.claim != "" && strings.EqualFold(strings.TrimSpace(d.meta.claim), string(Official)) {
			e.stated = Unknown
			d.warn(`kind "official" not used: only a rule can give it`)
		}
		return
	}
	e.rumour = e.rumour || c.Rumour
	switch kind := Kind(c.Kind); {
	case kind == AIGenerated:
		e.generated = true
	case kind == "":
	case !known || standing(kind) < standing(e.stated):
		e.stated = kind
	}
}

// threadPosts is how many posts make a thread.
const threadPosts = 2

// isThread reports the layout of a forum thread.
func (d *draft) isThread(t *kindTables) bool {
	if !slices.ContainsFunc(d.blocks, func(b block) bool { return runeLen(b.text) <= 100 && holdsAny(b.text, t.forum) }) {
		return false
	}
	posts := 0
	for _, b := range d.blocks {
		for line := range strings.Lines(b.text) {
			if match(t.thread, strings.TrimSpace(line)) {
				posts++
			}
		}
	}
	return posts >= threadPosts
}

// standing orders the kinds a document may claim.
func standing(k Kind) int {
	switch k {
	case AIGenerated:
		return 0
	case Social:
		return 1
	case Blog:
		return 2
	case Unknown:
		return 3
	case News:
		return 4
	}
	return 5
}

// lines looks for admissions in the first and last short lines.
func (d *draft) lines(t *kindTables, e *evidence) {
	if match(t.rumour, d.doc.Title) {
		e.rumour = true
	}
	for i, b := range d.blocks {
		if i >= 6 && i < len(d.blocks)-6 || runeLen(b.text) > 100 {
			continue
		}
		e.suspected = e.suspected || match(t.generated, b.text)
		e.rumour = e.rumour || match(t.rumour, b.text)
	}
}

func match(clues []clue, line string) bool {
	for i := range clues {
		if clues[i].in(line) {
			return true
		}
	}
	return false
}
