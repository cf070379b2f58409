package bot

import "ask/retrieve"

// nearestShown is how many documents a refusal names.
const nearestShown = 3

// refuse turns a into a refusal that names the nearest documents.
func (e *Extractive) refuse(a *Answer, reason string, hits []retrieve.Hit, p fixed) {
	a.Answered, a.Text = false, p.refusal
	a.Refusal = &Refusal{Reason: reason, Nearest: []Nearest{}}
	seen := map[string]bool{}
	for _, h := range hits {
		if !seen[h.Document.ID] && len(a.Refusal.Nearest) < nearestShown {
			seen[h.Document.ID] = true
			a.Refusal.Nearest = append(a.Refusal.Nearest, Nearest{h.Document.ID, e.title(h.Document)})
		}
	}
}
