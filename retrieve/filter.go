package retrieve

import (
	"fmt"
	"slices"
	"strings"

	"ask/retrieve/corpus"
	"ask/retrieve/document"
)

// filter decides which passages a query may see. Dates compare as strings: a document
// of "2024-07" lies within 2024 and within July, but not before the 9th of it.
type filter struct {
	ix           *Index
	since, until string
	asOf         string
	kinds        []document.Kind
	documents    []string
	exclude      []string
	open         bool // nothing is filtered
	memo         map[uint32]bool
}

func (s *search) newFilter() (*filter, error) {
	q := s.query
	for name, d := range map[string]string{"since": q.Since, "until": q.Until, "as-of": q.AsOf} {
		if err := checkDate(d); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return &filter{
		ix: s.ix, since: q.Since, until: q.Until, asOf: q.AsOf, kinds: q.Kinds, documents: q.Documents, exclude: q.Exclude,
		open: q.Since == "" && q.Until == "" && q.AsOf == "" && len(q.Kinds) == 0 && len(q.Documents) == 0 && len(q.Exclude) == 0,
		memo: map[uint32]bool{},
	}, nil
}

// checkDate accepts "", YYYY, YYYY-MM and YYYY-MM-DD.
func checkDate(d string) error {
	shape := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '9'
		}
		return r
	}, d)
	switch shape {
	case "", "9999", "9999-99", "9999-99-99":
		return nil
	}
	return fmt.Errorf("%q is not YYYY, YYYY-MM or YYYY-MM-DD", d)
}

func (f *filter) passes(passage uint32) bool {
	if f.open {
		return true
	}
	p, err := f.ix.table.Passage(passage)
	if err != nil {
		return false
	}
	ok, known := f.memo[p.Doc]
	if !known {
		d, err := f.ix.table.Doc(p.Doc)
		ok = err == nil && f.document(d)
		f.memo[p.Doc] = ok
	}
	return ok
}

func (f *filter) document(d corpus.Doc) bool {
	if len(f.kinds) > 0 && !slices.Contains(f.kinds, d.Kind) {
		return false
	}
	if slices.Contains(f.exclude, d.ID) {
		return false
	}
	if len(f.documents) > 0 && !slices.ContainsFunc(f.documents, func(want string) bool {
		return d.ID == want || strings.HasSuffix(want, "/") && strings.HasPrefix(d.ID, want) || strings.HasPrefix(d.ID, want+"#")
	}) {
		return false
	}
	date := d.Date.Value
	if date == "" {
		return f.since == "" && f.until == ""
	}
	return !after(f.since, date) && !after(date, f.until) && !after(date, f.asOf)
}

// after reports whether date a lies after b, as far as both are precise; an empty one
// bounds nothing.
func after(a, b string) bool {
	n := min(len(a), len(b))
	return n > 0 && a[:n] > b[:n]
}
