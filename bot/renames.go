package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ask/retrieve"
	"ask/retrieve/state"
	"ask/retrieve/text"
)

// renamed are the slots of a post under the names that what it belongs to had before or has
// now, as documents tell.
func (e *Extractive) renamed(ctx context.Context, q Question, ask state.Ask) ([]string, error) {
	thing := e.states.Slot(state.Ask{Of: ask.Of, Kinds: []state.Kind{state.Renamed}})
	if thing == "" {
		return nil, nil
	}
	all, err := e.states.States(ctx, query(q, retrieve.StateQuery{Slots: []string{thing}}))
	if err != nil {
		return nil, fmt.Errorf("look up names: %w", err)
	}
	var out []string
	for _, st := range all {
		if st.Kind != state.Renamed || st.Object == "" || st.Claim != state.Stated && st.Claim != state.Reported {
			continue
		}
		owner := strings.TrimSuffix(st.Slot, text.Fold(st.Of))
		for _, name := range []string{st.Slot, owner + st.Object} {
			slot := e.states.Slot(state.Ask{Of: name, Role: ask.Role})
			if slot != e.states.Slot(ask) && !slices.Contains(out, slot) {
				out = append(out, slot)
			}
		}
	}
	return out, nil
}

// further are statements that bear on the post besides those on it: who bought what it
// belongs to, if its owner is asked for, and who began or ceased to lead it without a word
// on the post, if another statement says of one of the two that the post was hers.
func (e *Extractive) further(ctx context.Context, q Question, s *succession, all []retrieve.State) ([]retrieve.State, error) {
	lead := state.Ask{Of: s.ask.Of}
	slots := []string{e.states.Slot(lead)}
	if s.ask.Owner {
		slots = []string{e.states.Slot(state.Ask{Of: s.ask.Of, Kinds: []state.Kind{state.Acquired}})}
	} else if s.ask.Role == "" || !slices.ContainsFunc(all, func(st retrieve.State) bool { return st.Heads }) {
		return nil, nil
	}
	if s.ask.Of == "" {
		return nil, nil
	}
	found, err := e.states.States(ctx, query(q, retrieve.StateQuery{Slots: slots}))
	if err != nil {
		return nil, fmt.Errorf("look up states: %w", err)
	}
	return slices.DeleteFunc(found, func(st retrieve.State) bool {
		if s.ask.Owner {
			return st.Kind != state.Acquired || st.Object == ""
		}
		known := func(name string) bool {
			return name != "" && slices.ContainsFunc(all, func(o retrieve.State) bool { return o.Subject == name })
		}
		return st.Role != "" || st.Kind != state.Starts && st.Kind != state.Ends || !known(st.Subject) && !known(st.Object) ||
			slices.ContainsFunc(all, func(o retrieve.State) bool {
				return o.Doc == st.Doc && o.Statement.Start == st.Statement.Start && o.Kind == st.Kind
			})
	}), nil
}

// owns reports a statement on who owns a thing: that somebody bought it, or holds a post
// that is the owner's.
func (e *Extractive) owns(st retrieve.State) bool {
	ask, ok := e.states.Asked("某店" + st.Role + "是谁")
	return st.Kind == state.Acquired || ok && ask.Owner
}
