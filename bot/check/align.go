package check

import "ask/retrieve/text"

// What an alignment gains and pays. A lone character between two differences does not
// pay for itself, so 王小明 against 李小红 is one difference, not two.
const (
	gainFunction = 2
	gainHan      = 4
	gainOther    = 8
	payClaimOpen = 4 // leaving out units of the claim
	payClaimMore = 1
	payLead      = 2 // the same, before the first match
	paySource    = 3 // leaving out units of the evidence
	payInstead   = 2 // the same, where units of the claim were left out just before
	payComma     = 6 // each comma among them
	nearComma    = 5 // how many units back a comma of the claim counts
	never        = int32(-1 << 20)
)

// Where a cell's best came from.
const (
	fromStart byte = iota
	fromMatch
	fromClaim
	fromSource
)

// alignment pairs units of a claim with units of a sentence, in order.
type alignment struct {
	pairs []int32 // by unit of the claim: unit of the evidence, -1 for none
	score int32
}

// grid is the working space of align, kept between calls.
type grid struct {
	rows  [6][]int32 // the last and the current row of the three states
	trace [][3]byte
}

// align finds the pairs that gain most: one claim, or clause of it, against one
// sentence, units in order, gaps paid for, what stands before and after in the evidence
// free (the affine gaps of Gotoh 1982).
func (g *grid) align(claim, source []unit) alignment {
	n, m := len(claim), len(source)
	out := alignment{pairs: make([]int32, n)}
	for i := range out.pairs {
		out.pairs[i] = -1
	}
	if n == 0 || m == 0 {
		return out
	}
	g.fit(n, m)
	best, endI, endJ, state := int32(0), -1, -1, fromStart
	for i := range n {
		g.row(claim, source, i)
		// Units after the last match are paid for like a gap.
		for j := range m {
			rest := int32(n - 1 - i)
			if rest > 0 {
				rest = payLead + rest*payClaimMore
			}
			if v := g.rows[1][j] - rest; v > best {
				best, endI, endJ, state = v, i, j, fromMatch
			}
		}
		for k := 0; k < 6; k += 2 {
			g.rows[k], g.rows[k+1] = g.rows[k+1], g.rows[k]
		}
	}
	out.score = best
	g.walk(out.pairs, m, endI, endJ, state)
	return out
}

// fit makes room for n by m cells.
func (g *grid) fit(n, m int) {
	for k := range g.rows {
		if cap(g.rows[k]) < m {
			g.rows[k] = make([]int32, m)
		}
		g.rows[k] = g.rows[k][:m]
		for j := range g.rows[k] {
			g.rows[k][j] = never
		}
	}
	if cap(g.trace) < n*m {
		g.trace = make([][3]byte, n*m)
	}
	g.trace = g.trace[:n*m]
}

// row fills the cells of unit i: rows 1, 3, 5 from rows 0, 2, 4.
func (g *grid) row(claim, source []unit, i int) {
	m := len(source)
	lastM, curM, lastX, curX, lastY, curY := g.rows[0], g.rows[1], g.rows[2], g.rows[3], g.rows[4], g.rows[5]
	lead := int32(0)
	if i > 0 {
		lead = -payLead - int32(i)*payClaimMore
	}
	gain := gainOf(claim[i])
	// Where the claim goes over a comma, too, commas of the evidence cost nothing.
	commaM, commaX := int32(0), int32(0)
	if i+1 < len(claim) && claim[i+1].clause == claim[i].clause {
		commaM = payComma
		if claim[i+1].clause == claim[max(0, i-nearComma)].clause {
			commaX = payComma
		}
	}
	for j := range m {
		t := &g.trace[i*m+j]
		curM[j] = never
		if claim[i].key == source[j].key {
			v, from := lead, fromStart
			if i > 0 && j > 0 {
				v, from = best4(lead, lastM[j-1], lastX[j-1], lastY[j-1])
			}
			curM[j], t[0] = v+gain, from
		}
		curX[j], t[1] = lastM[j]-payClaimOpen, fromMatch
		if v := lastX[j] - payClaimMore; v > curX[j] {
			curX[j], t[1] = v, fromClaim
		}
		curY[j] = never
		if j > 0 {
			payM, payX := int32(0), int32(0)
			if source[j].clause != source[j-1].clause {
				payM, payX = commaM, commaX
			}
			curY[j], t[2] = curM[j-1]-paySource-payM, fromMatch
			if v := curX[j-1] - payInstead - payX; v > curY[j] {
				curY[j], t[2] = v, fromClaim
			}
			if v := curY[j-1] - payM; v > curY[j] {
				curY[j], t[2] = v, fromSource
			}
		}
	}
}

func best4(start, match, claim, source int32) (int32, byte) {
	v, from := start, fromStart
	if match >= v {
		v, from = match, fromMatch
	}
	if claim > v {
		v, from = claim, fromClaim
	}
	if source > v {
		v, from = source, fromSource
	}
	return v, from
}

func gainOf(u unit) int32 {
	switch {
	case u.sort != han:
		return gainOther
	case text.Function(rune(u.key)):
		return gainFunction
	}
	return gainHan
}

// walk follows the best path back from cell i, j.
func (g *grid) walk(pairs []int32, m, i, j int, state byte) {
	for state != fromStart && i >= 0 && j >= 0 {
		t := g.trace[i*m+j]
		switch state {
		case fromMatch:
			pairs[i] = int32(j)
			state = t[0]
			i, j = i-1, j-1
		case fromClaim:
			state = t[1]
			i--
		case fromSource:
			state = t[2]
			j--
		}
	}
}
