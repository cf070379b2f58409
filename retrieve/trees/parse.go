package trees

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Parse reads a model in the data-file format of Format and checks it. The
// error names the line at fault. Parse keeps nothing of data.
func Parse(data []byte) (*Model, error) {
	p := parser{rest: string(data)}
	m := &Model{}
	if err := p.model(m); err != nil {
		return nil, fmt.Errorf("parse trees: line %d: %w", p.line, err)
	}
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("parse trees: %w", err)
	}
	return m, nil
}

// parser walks the lines of a file; line is the number of the last one read.
type parser struct {
	rest string
	line int
}

func (p *parser) next() (string, error) {
	p.line++
	line, rest, found := strings.Cut(p.rest, "\n")
	if !found {
		return "", errors.New("the file ends early")
	}
	p.rest = rest
	return line, nil
}

// keyed reads a line "key value" and returns the value.
func (p *parser) keyed(key string) (string, error) {
	line, err := p.next()
	if err != nil {
		return "", err
	}
	value, ok := strings.CutPrefix(line, key+" ")
	if !ok {
		return "", fmt.Errorf("want %q", key)
	}
	return value, nil
}

// count reads a line "key n" with lo <= n <= hi.
func (p *parser) count(key string, lo, hi int) (int, error) {
	value, err := p.keyed(key)
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < lo || n > hi {
		return 0, fmt.Errorf("want a number of %s from %d to %d", key, lo, hi)
	}
	return n, nil
}

func (p *parser) model(m *Model) error {
	if err := p.head(m); err != nil {
		return err
	}
	trees, err := p.count("trees", 0, MaxTrees)
	if err != nil {
		return err
	}
	for range trees { // grows with the input, not with what it claims
		var t Tree
		if err := p.tree(&t); err != nil {
			return err
		}
		m.Trees = append(m.Trees, t)
	}
	if p.rest != "" {
		p.line++
		return errors.New("text after the last tree")
	}
	return nil
}

// head reads everything before the trees.
func (p *parser) head(m *Model) error {
	line, err := p.next()
	if err != nil {
		return err
	}
	if line != magic {
		return fmt.Errorf("want %q", magic)
	}
	note, err := p.keyed("note")
	if err != nil {
		return err
	}
	if m.Note, err = unquote(note); err != nil {
		return err
	}
	bias, err := p.keyed("bias")
	if err != nil {
		return err
	}
	if m.Bias, err = number(bias, 64); err != nil {
		return err
	}
	features, err := p.count("features", 0, MaxFeatures)
	if err != nil {
		return err
	}
	for range features {
		if line, err = p.next(); err != nil {
			return err
		}
		name, err := unquote(line)
		if err != nil {
			return err
		}
		m.Features = append(m.Features, name)
	}
	return nil
}

func (p *parser) tree(t *Tree) error {
	leaves, err := p.count("tree", 1, MaxLeaves)
	if err != nil {
		return err
	}
	if leaves > len(p.rest) { // each takes some bytes: allocate no more than was sent
		return errors.New("the file ends early")
	}
	t.Nodes = make([]Node, leaves-1)
	for i := range t.Nodes {
		line, err := p.next()
		if err != nil {
			return err
		}
		if err := t.Nodes[i].parse(line); err != nil {
			return err
		}
	}
	values, err := p.keyed("=")
	if err != nil {
		return err
	}
	t.Leaves = make([]float64, leaves)
	for i := range t.Leaves {
		field, rest, more := strings.Cut(values, " ")
		if more != (i < leaves-1) {
			return fmt.Errorf("want %d leaf values", leaves)
		}
		if t.Leaves[i], err = number(field, 64); err != nil {
			return err
		}
		values = rest
	}
	return nil
}

// parse reads "feature threshold left right".
func (n *Node) parse(line string) error {
	feature, line, _ := strings.Cut(line, " ")
	threshold, line, _ := strings.Cut(line, " ")
	left, right, _ := strings.Cut(line, " ")
	t, err := number(threshold, 32)
	if err != nil {
		return err
	}
	n.Threshold = float32(t)
	for _, f := range []struct {
		to   *int32
		text string
	}{{&n.Feature, feature}, {&n.Left, left}, {&n.Right, right}} {
		v, err := strconv.Atoi(f.text)
		if err != nil || int(int32(v)) != v {
			return fmt.Errorf("bad index %.20q", f.text)
		}
		*f.to = int32(v)
	}
	return nil
}

// number reads a finite number; strconv's own errors repeat the whole text.
func number(text string, bits int) (float64, error) {
	v, err := strconv.ParseFloat(text, bits)
	if err != nil || !finite(v) {
		return 0, fmt.Errorf("bad number %.20q", text)
	}
	return v, nil
}

func unquote(text string) (string, error) {
	if !strings.HasPrefix(text, `"`) {
		return "", fmt.Errorf("want a quoted string, not %.20q", text)
	}
	s, err := strconv.Unquote(text)
	if err != nil {
		return "", fmt.Errorf("bad quoted string %.20q", text)
	}
	return s, nil
}
