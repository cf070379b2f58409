package retrieve

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"ask/retrieve/corpus"
	"ask/retrieve/postname"
	"ask/retrieve/state"
	"ask/retrieve/text"
	"ask/retrieve/when"
)

// fileStates holds what the documents state of posts and changes.
const fileStates = "states.dat"

// findStates reads the statements of new documents, several at a time; the others keep
// theirs. A statement depends on its document alone, so that an index that grew holds
// what one made anew does. The segmenter's tags are not used: on the development set
// they change nothing.
func (s *syncer) findStates(ctx context.Context) error {
	var todo []*draft
	for _, d := range s.drafts {
		if !d.kept {
			todo = append(todo, d)
		}
	}
	if len(todo) == 0 {
		return nil
	}
	find, err := newStateFinder()
	if err != nil {
		return fmt.Errorf("load rules for statements: %w", err)
	}
	s.progress("states", 0, len(todo))
	var next atomic.Int64
	var readers sync.WaitGroup
	warnings := make([]string, len(todo))
	for range min(runtime.GOMAXPROCS(0), len(todo)) {
		readers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(todo) {
					return
				}
				warnings[i] = todo[i].state(find.of)
			}
		})
	}
	readers.Wait()
	for _, w := range warnings {
		if w != "" {
			s.report.Warnings = append(s.report.Warnings, w)
		}
	}
	s.progress("states", len(todo), len(todo))
	return ctx.Err()
}

// state keeps what the rules find in a document. If they break on it, it has no statements
// and the warning says so: one text must not end the indexing of all.
func (d *draft) state(rules func(*draft) []corpus.State) (warning string) {
	defer func() {
		if broken := recover(); broken != nil {
			d.states = nil
			warning = fmt.Sprintf("%s: who holds which post was not read: %v", d.meta.ID, broken)
		}
	}()
	d.states = rules(d)
	return ""
}

// stateFinder finds what documents state. Any number of goroutines may use one.
type stateFinder struct {
	rules *state.Extractor
	// members are the verbs of joining and leaving, folded.
	members []string
	// trades and legal are words behind the name proper of a company.
	trades, legal []string
	// works are verbs behind the name of where somebody works, whatever the post.
	works []string
}

func newStateFinder() (*stateFinder, error) {
	x, err := state.New()
	if err != nil {
		return nil, err
	}
	f := &stateFinder{rules: x}
	data, err := askLists.ReadFile("state/data/verbs.txt")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(data)) {
		if w := strings.Fields(line); len(w) > 2 && (w[1] == "join" || w[1] == "quit") {
			f.members = append(f.members, w[2:]...)
		}
	}
	if data, err = askLists.ReadFile("data/asks.txt"); err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(data)) {
		switch w := strings.Fields(line); {
		case len(w) < 2:
		case w[0] == "trade":
			f.trades = append(f.trades, w[1:]...)
		case w[0] == "legal":
			f.legal = append(f.legal, w[1:]...)
		case w[0] == "works":
			f.works = append(f.works, w[1:]...)
		}
	}
	return f, nil
}

// proper is the name proper of a company such as 云岬食品, if the text s calls it so, else
// "".
func (f *stateFinder) proper(of, s string) string {
	name := text.Fold(of)
	for _, w := range f.legal {
		name = strings.TrimSuffix(name, w)
	}
	for _, w := range f.trades {
		short, ok := strings.CutSuffix(name, w)
		if ok && len(short) >= len("二字") && !text.Common(short) && f.alone(short, w, s) {
			return short
		}
	}
	return ""
}

// alone reports whether the text s calls something short without any trade behind, and
// nothing short with another trade.
func (f *stateFinder) alone(short, trade, s string) bool {
	found := false
	for {
		i := strings.Index(s, short)
		if i < 0 {
			return found
		}
		s = s[i+len(short):]
		if strings.HasPrefix(s, trade) {
			continue
		}
		if slices.ContainsFunc(f.trades, func(w string) bool { return strings.HasPrefix(s, w) }) {
			return false
		}
		found = true
	}
}

// of finds what a document states. Its title is read with it, for a headline often names
// what the text calls 公司; what the title itself states is left out, because no sentence
// of the stored text says it. So is what nobody says to be so.
func (f *stateFinder) of(d *draft) []corpus.State {
	shift, s := 0, d.text
	if title := d.meta.Title; title != "" && !strings.HasPrefix(d.text, title) {
		shift = len(title) + 1
		s = title + "\n" + d.text
	}
	if p := d.meta.Publisher; p != "" {
		s += "\n" + p // who publishes speaks of itself as 本院
	}
	published, _ := when.Parse(d.meta.Date.Value)
	var out []corpus.State
	for _, st := range f.rules.Find(s, published, nil) {
		if st.Sentence.Start < shift || st.Sentence.End > shift+len(d.text) || st.Claim == state.Supposed {
			continue
		}
		one := corpus.State{Statement: st, Slot: f.rules.Slot(st), Other: otherName(st.Of, s)}
		if one.Other == "" {
			one.Other = f.proper(st.Of, s)
		}
		if st.Kind == state.Renamed && st.Object != "" { // the new name leads to it as well
			now := st
			now.Of = st.Object
			one.Other = f.rules.Slot(now)
		}
		one.Heads = isPost(one.Slot) && f.rules.Heads(st)
		if f.membership(st, s[st.Start:st.End]) {
			one.Slot, one.Heads = "", false
		}
		one.Sentence.Start, one.Sentence.End = st.Sentence.Start-shift, st.Sentence.End-shift
		one.Start, one.End = st.Start-shift, st.End-shift
		out = append(out, one)
	}
	return out
}

// otherName is another name of of that the text s gives in brackets, within or behind it.
func otherName(of, s string) string {
	if _, other := postname.Alias(text.Fold(of)); other != "" || of == "" {
		return other
	}
	const enough, longest = 8, 40
	for range enough {
		i := strings.Index(s, of)
		if i < 0 {
			break
		}
		s = s[i+len(of):]
		if near := strings.TrimPrefix(s, " "); !strings.HasPrefix(near, "(") && !strings.HasPrefix(near, "（") {
			continue
		}
		inside, _, _ := strings.Cut(text.Fold(strings.ToValidUTF8(s[:min(len(s), longest)], "")), ")")
		if _, other := postname.Alias(text.Fold(of) + inside + ")"); other != "" {
			return other
		}
	}
	return ""
}

// membership reports whether the words say only that somebody joined or left: who joins
// 阿里云 does not lead it. Such a statement has no slot; its subject leads to it.
func (f *stateFinder) membership(st state.Statement, words string) bool {
	at := strings.Index(words, st.Of)
	if st.Role != "" || st.Of == "" || at < 0 {
		return false
	}
	if slices.ContainsFunc(f.works, func(v string) bool { return strings.HasPrefix(text.Fold(words[at+len(st.Of):]), v) }) {
		return true // 到某公司任职
	}
	before := strings.TrimSuffix(text.Fold(strings.TrimSpace(words[:at])), "了")
	return slices.ContainsFunc(f.members, func(v string) bool { return strings.HasSuffix(before, v) })
}

// writeStates stores the statements of all documents.
func (s *syncer) writeStates() error {
	names, err := postname.New()
	if err != nil {
		return err
	}
	b := corpus.NewStateBuilder()
	for i, d := range s.drafts {
		for _, st := range d.states {
			st.Doc = uint32(i)
			b.Add(st, stateKeys(names, st))
		}
	}
	return s.write(fileStates, b.Bytes())
}

// leadPost is the role under which state.Extractor.Slot puts who leads a thing. Posts
// that head the whole answer for it, whatever they are called.
const leadPost = "负责人"

// The keys of statements: under the core of what the post belongs to, and under what that
// is called without its owner, each with the role; under names in brackets, to learn
// them; under the subject and, for names in the other script, its sound.
const (
	keyOf      = "="
	keyInner   = "~"
	keyBracket = "("
	keySubject = "@"
)

func stateKeys(names *postname.Rules, st corpus.State) []string {
	var keys []string
	of, role := cutSlot(st.Slot)
	base, _ := postname.Alias(text.Fold(st.Of))
	roles := []string{role}
	if st.Heads && role != "|"+leadPost {
		roles = append(roles, "|"+leadPost)
	}
	for _, role := range roles {
		keys = append(keys, keyOf+names.Core(of)+role)
		for _, inner := range names.Inner(of) {
			keys = append(keys, keyInner+inner+role)
		}
		if st.Other != "" {
			keys = append(keys, keyOf+names.Core(st.Other)+role)
		}
	}
	if _, other := postname.Alias(base + "(" + st.Other + ")"); other != "" {
		keys = append(keys, keyBracket+names.Core(st.Other), keyBracket+names.Core(base))
		for _, inner := range names.Inner(base) {
			keys = append(keys, keyBracket+inner)
		}
	}
	for _, subject := range []string{st.Subject, st.Alias} {
		keys = append(keys, subjectKeys(subject, false)...)
	}
	return keys
}

// cutSlot cuts a slot into the thing and the role, which keeps the bar in front; for
// changes of things there is no role.
func cutSlot(slot string) (of, role string) {
	if i := strings.LastIndexByte(slot, '|'); i >= 0 {
		return slot[:i], slot[i:]
	}
	return slot, ""
}

func isPost(slot string) bool { return strings.Contains(slot, "|") }

// subjectKeys are the keys of a name: itself and its sound. In a question a romanised
// name means either script, a Chinese one only a romanised one in a document: two Chinese
// names of one sound are two people.
func subjectKeys(name string, asked bool) []string {
	if name == "" {
		return nil
	}
	keys := []string{keySubject + text.Fold(name)}
	for _, n := range text.LatinNames(name, asked) {
		for _, k := range n.Keys {
			keys = append(keys, keySubject+latinName+k)
			if asked {
				keys = append(keys, keySubject+hanName+k)
			}
		}
	}
	script := hanName
	if asked {
		script = latinName
	}
	for _, k := range text.NameKeys(name) {
		keys = append(keys, keySubject+script+k)
	}
	return keys
}
