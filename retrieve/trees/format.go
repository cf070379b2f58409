package trees

import (
	"strconv"
)

// The data file is text, made to be read in a diff: one line per fact, one
// line per node, no alignment.
//
//	ask-trees 1
//	note "learned from ..."
//	bias -1.25
//	features 2
//	"overlap"
//	"idf"
//	trees 1
//	tree 3
//	0 0.5 -1 1
//	1 2.75 -2 -3
//	= -0.4 0.1 0.7
//
// "tree 3" gives the number of leaves; its nodes follow as "feature threshold
// left right", then the leaf values after "=".
const magic = "ask-trees 1"

// digits is the number of significant digits the file keeps.
const digits = 6

// Format returns m in the data-file format that Parse reads.
func (m *Model) Format() []byte { return m.Append(nil) }

// Append appends m to dst in the data-file format and returns the extended
// slice. The bytes depend on m alone. Numbers keep 6 significant digits, so a
// model whose numbers went through Round and Round32 is kept exactly.
func (m *Model) Append(dst []byte) []byte {
	dst = append(dst, magic...)
	dst = append(dst, "\nnote "...)
	dst = strconv.AppendQuote(dst, m.Note)
	dst = append(dst, "\nbias "...)
	dst = strconv.AppendFloat(dst, m.Bias, 'g', digits, 64)
	dst = append(dst, "\nfeatures "...)
	dst = strconv.AppendInt(dst, int64(len(m.Features)), 10)
	for _, name := range m.Features {
		dst = append(dst, '\n')
		dst = strconv.AppendQuote(dst, name)
	}
	dst = append(dst, "\ntrees "...)
	dst = strconv.AppendInt(dst, int64(len(m.Trees)), 10)
	dst = append(dst, '\n')
	for i := range m.Trees {
		dst = m.Trees[i].append(dst)
	}
	return dst
}

func (t *Tree) append(dst []byte) []byte {
	dst = append(dst, "tree "...)
	dst = strconv.AppendInt(dst, int64(len(t.Leaves)), 10)
	dst = append(dst, '\n')
	for _, n := range t.Nodes {
		dst = strconv.AppendInt(dst, int64(n.Feature), 10)
		dst = append(dst, ' ')
		dst = strconv.AppendFloat(dst, float64(n.Threshold), 'g', digits, 32)
		dst = append(dst, ' ')
		dst = strconv.AppendInt(dst, int64(n.Left), 10)
		dst = append(dst, ' ')
		dst = strconv.AppendInt(dst, int64(n.Right), 10)
		dst = append(dst, '\n')
	}
	dst = append(dst, '=')
	for _, v := range t.Leaves {
		dst = append(dst, ' ')
		dst = strconv.AppendFloat(dst, v, 'g', digits, 64)
	}
	return append(dst, '\n')
}

// Round returns v as the data file keeps it, with 6 significant digits.
// Training rounds before it goes on, so that what was learned is what is read.
func Round(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	if err != nil { // cannot be: the text is a number in range
		return v
	}
	return r
}

// Round32 is Round for thresholds, which are single precision.
func Round32(v float32) float32 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(float64(v), 'g', digits, 32), 32)
	if err != nil { // cannot be: the text is a number in range
		return v
	}
	return float32(r)
}
