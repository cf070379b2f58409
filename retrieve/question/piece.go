package question

import (
	"slices"
	"strings"

	"ask/retrieve/text"
	"ask/retrieve/text/pattern"
)

// Sort is what a piece of text looks like.
type Sort byte

// The sorts of pieces.
const (
	Date    Sort = 'D'
	Number  Sort = 'N'
	Quoted  Sort = 'Q'
	Organ   Sort = 'O'
	Latin   Sort = 'A'
	Person  Sort = 'P'
	Place   Sort = 'L'
	PlaceIn Sort = 'S' // looks like a place name by its last character
	Proper  Sort = 'Z'
)

// Piece is s[Start:End] of a folded sentence.
type Piece struct {
	Start, End int
	Sort       Sort
}

func sortOf(name string) Sort {
	switch name {
	case "date":
		return Date
	case "number":
		return Number
	case "quoted":
		return Quoted
	case "organ":
		return Organ
	case "latin":
		return Latin
	case "foreign":
		return Person
	case "place":
		return PlaceIn
	}
	return 0
}

// Expected lists the sorts an answer to a question of type t may have; empty where any
// will do.
func Expected(t Type) string {
	switch t {
	case When:
		return "D"
	case Num:
		return "N"
	case Who:
		return "PO"
	case Where:
		return "LS"
	case Name:
		return "QA"
	case Which:
		return "OLQZA"
	case What:
		return "QZ"
	}
	return ""
}

// Pieces appends the pieces of folded sentence s that have one of the wanted sorts.
// Numbers inside dates are not numbers.
func (r *Reader) Pieces(s, wanted string, out []Piece) []Piece {
	if wanted == "" {
		return out
	}
	first := len(out)
	seen := r.pieces.set.Read(s)
	for i, name := range r.pieces.names {
		sort := sortOf(name)
		if strings.IndexByte(wanted, byte(sort)) < 0 {
			continue
		}
		for m := range seen.All(i) {
			out = append(out, Piece{m.Start, m.End, sort})
		}
	}
	if strings.IndexByte(wanted, byte(Number)) >= 0 {
		out = r.dropDates(seen, out, first)
	}
	return out
}

// dropDates takes the numbers that stand in dates out of out[first:].
func (r *Reader) dropDates(seen pattern.Text, out []Piece, first int) []Piece {
	var dates []text.Span
	if i := slices.Index(r.pieces.names, "date"); i >= 0 {
		dates = slices.Collect(seen.All(i))
	}
	kept := out[:first]
	for _, p := range out[first:] {
		if p.Sort != Number || !inside(dates, p.Start) {
			kept = append(kept, p)
		}
	}
	return kept
}

func inside(spans []text.Span, at int) bool {
	return slices.ContainsFunc(spans, func(m text.Span) bool { return at >= m.Start && at < m.End })
}
