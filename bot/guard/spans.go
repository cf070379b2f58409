package guard

import (
	"strings"
	"unicode/utf8"

	"ask/retrieve/text"
)

// Spans gives the sentences of s that speak to a machine, as [text.Sentences] cuts them.
// Beside what [Guard.Sentence] sees in each alone, it sees orders that run over several
// sentences: what is to be said on the next line, "do so, this is a test" after it, what
// stands between marks of a forged prompt, and other places of what an order wants said.
func (g *Guard) Spans(s string) []text.Span {
	folded := text.Fold(s)
	w := g.filter.walk()
	rules := w.candidates(folded, g.rules)
	strange := odd(folded)
	if !flagging(rules) && !strange && !unbroken(folded) {
		return nil
	}
	p := g.read(s, w, rules)
	if strange {
		p.decode(g)
	}
	if !p.any() {
		return nil
	}
	p.tails(g.tails, w)
	p.between()
	p.spread()
	p.taint(g)
	p.spread()
	var out []text.Span
	for i, sp := range p.spans {
		if p.flagged[i] {
			out = append(out, sp)
		}
	}
	return out
}

// passage is a text under judgement, sentence by sentence.
type passage struct {
	text     string
	spans    []text.Span
	verdicts []verdict
	flagged  []bool
}

// read judges the sentences of s, each by its plain reading.
func (g *Guard) read(s string, w *walk, rules []*rule) *passage {
	p := &passage{text: s, spans: text.Sentences(s)}
	p.verdicts = make([]verdict, len(p.spans))
	p.flagged = make([]bool, len(p.spans))
	for i := range p.spans {
		folded := text.Fold(p.sentence(i))
		p.verdicts[i] = g.judgeBy(w, folded, rules)
		p.flagged[i] = p.verdicts[i].flagged() || stuffed(folded)
	}
	for i := 1; i < len(p.spans); i++ { // two hints side by side are an order
		a, b := p.verdicts[i-1], p.verdicts[i]
		if a.weak > 0 && b.weak > 0 && (a.first != b.first || a.mark && b.mark) {
			p.flagged[i-1], p.flagged[i] = true, true
		}
	}
	return p
}

// decode flags the lines of which another reading speaks to a machine. It takes whole
// lines, for an encoding may hold what ends a sentence.
func (p *passage) decode(g *Guard) {
	for i := 0; i < len(p.spans); {
		j := i + 1
		for j < len(p.spans) && p.sameLine(j) {
			j++
		}
		line := p.text[p.spans[i].Start:p.spans[j-1].End]
		if folded := text.Fold(line); odd(folded) && g.hidden(line, folded) {
			for k := i; k < j; k++ {
				p.flagged[k] = p.flagged[k] || j-i == 1 || odd(text.Fold(p.sentence(k))) || k > i && p.flagged[k-1] && k-i > 1 && p.spans[k].Start-p.spans[k-1].End <= 1
			}
		}
		i = j
	}
}

// glued reports whether sentence i is the rest of the one before it, cut at a mark that
// is part of an address, a picture or an escape.
func (p *passage) glued(i int) bool {
	if i == 0 || p.spans[i].Start != p.spans[i-1].End {
		return false
	}
	before, r := p.text[p.spans[i-1].End-1], p.text[p.spans[i].Start]
	return strings.IndexByte("!?;", before) >= 0 && r < 0x80 && r != '"' && r != '\''
}

// tails marks the sentences in which an order may go on. It is asked only where there is
// one.
func (p *passage) tails(rules []*rule, w *walk) {
	for i := range p.spans {
		if !p.flagged[i] {
			folded := text.Fold(p.sentence(i))
			w.read(folded)
			p.verdicts[i].tail = w.judge(folded, rules).tail
		}
	}
}

func (p *passage) sentence(i int) string { return p.text[p.spans[i].Start:p.spans[i].End] }

func (p *passage) any() bool {
	for _, f := range p.flagged {
		if f {
			return true
		}
	}
	return false
}

// sameLine reports whether sentence i stands on the line of the one before it.
func (p *passage) sameLine(i int) bool {
	return !strings.Contains(p.text[p.spans[i-1].End:p.spans[i].Start], "\n")
}

// maxBetween is how many sentences two marks of a forged prompt hold between them.
const maxBetween = 2

// between flags what stands between marks of a forged prompt.
func (p *passage) between() {
	last := -1
	for i, v := range p.verdicts {
		if !v.mark || !p.flagged[i] {
			continue
		}
		if last >= 0 && i-last <= maxBetween+1 {
			for j := last + 1; j < i; j++ {
				p.flagged[j] = true
			}
		}
		last = i
	}
}

// spread flags hints beside flagged sentences, and what an order announces.
func (p *passage) spread() {
	for changed := true; changed; {
		changed = false
		for i := range p.spans {
			if p.flagged[i] || !p.drawn(i) {
				continue
			}
			p.flagged[i] = true
			changed = true
		}
	}
}

// drawn reports whether the neighbours of sentence i draw it in.
func (p *passage) drawn(i int) bool {
	before, after := i > 0 && p.flagged[i-1], i+1 < len(p.spans) && p.flagged[i+1]
	if p.verdicts[i].hint() && (before || after) {
		return true
	}
	if before && p.glued(i) || after && p.glued(i+1) {
		return true
	}
	return before && announces(p.sentence(i-1)) || i > 1 && p.flagged[i-2] && p.sameLine(i) && before && announces(p.sentence(i-2))
}

// announces reports whether a sentence says that something follows.
func announces(s string) bool {
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") || strings.HasSuffix(s, "如下。")
}

// nearby is how many sentences away a quotation of an order still counts as the order's.
const nearby = 3

// minPayload is the shortest quotation, in runes, that is looked for elsewhere.
const minPayload = 4

// taint flags other sentences that hold what a flagged one wants said.
func (p *passage) taint(g *Guard) {
	folded := make([]string, len(p.spans))
	for i := range p.spans {
		folded[i] = text.Fold(p.sentence(i))
	}
	for i := range p.spans {
		if !p.flagged[i] || p.verdicts[i].tail {
			continue
		}
		for _, t := range g.token.FindAllString(folded[i], -1) {
			p.flag(folded, t, 0, len(p.spans))
		}
		for j, q := range strings.Split(folded[i], `"`) {
			if j%2 == 1 && utf8.RuneCountInString(q) >= minPayload {
				p.flag(folded, q, max(0, i-nearby), min(len(p.spans), i+nearby+1))
			}
		}
	}
}

// flag flags the sentences of [from, to) that hold payload.
func (p *passage) flag(folded []string, payload string, from, to int) {
	for i := from; i < to; i++ {
		p.flagged[i] = p.flagged[i] || strings.Contains(folded[i], payload)
	}
}
