package state

import (
	"fmt"
	"slices"
	"strings"

	"ask/retrieve/text"
)

// slotWords are what makes one slot of several ways to name a post.
type slotWords struct {
	synonyms map[string]string // the names of one post, to the one that stands for them
	acting   []string          // in front of a post
	leads    []string          // posts of who leads the whole
	makers   []string          // the same, of a game or play
	short    *strings.Replacer // of names of organisations
	empty    []string          // behind names of organisations
	front    []string          // in front of them
	governs  []string          // behind names of places
	legal    []string          // behind names of those that parts belong to
	local    [][]string        // the end of a place's name, a post, its names there
	owners   []string          // before a part of an organisation
}

// readSlotWords reads synonyms and slots. In both a backslash and a space are a space
// inside a name.
func readSlotWords() (slotWords, error) {
	w := slotWords{synonyms: map[string]string{}}
	rows, err := lines("synonyms.txt")
	if err != nil {
		return w, err
	}
	for _, row := range rows {
		names := strings.Split(strings.ReplaceAll(strings.Join(row, "\n"), "\\\n", " "), "\n")
		for _, n := range names {
			w.synonyms[text.Fold(n)] = text.Fold(names[0])
		}
	}
	if rows, err = lines("slots.txt"); err != nil {
		return w, err
	}
	return w, w.read(rows)
}

// read takes over the sections of slots.
func (w *slotWords) read(rows [][]string) error {
	section := ""
	var pairs [][2]string
	for _, row := range rows {
		switch {
		case row[0][0] == '[':
			section = row[0]
		case section == "[acting]":
			w.acting = append(w.acting, row...)
		case section == "[leads]":
			w.leads = append(w.leads, row...)
		case section == "[makers]":
			w.makers = append(w.makers, row...)
		case section == "[empty]":
			w.empty = append(w.empty, row...)
		case section == "[front]":
			w.front = append(w.front, row...)
		case section == "[legal]":
			w.legal = append(w.legal, row...)
		case section == "[local]":
			w.local = append(w.local, row)
		case section == "[owners]":
			w.owners = append(w.owners, row...)
		case section == "[governs]":
			w.governs = append(w.governs, row...)
		case section == "[short]":
			for _, long := range row[1:] {
				pairs = append(pairs, [2]string{long, row[0]})
			}
		default:
			return fmt.Errorf("slots.txt: no section %q", section)
		}
	}
	// The longest first: a replacer takes the first that fits.
	slices.SortStableFunc(pairs, func(a, b [2]string) int { return len(b[0]) - len(a[0]) })
	var flat []string
	for _, p := range pairs {
		flat = append(flat, p[0], p[1])
	}
	w.short = strings.NewReplacer(flat...)
	return nil
}

// leadPost is the post of who leads a thing, whatever it is called: 带领, 负责人, 一号位.
const leadPost = "负责人"

// Slot is the same string for statements that speak of one post: Whole, Of and Role
// folded, the names of one post as one, 云岬市市长 as 云岬市长, who only acts as who holds
// it. For changes of things it is the thing. It is "" if the statement names neither.
func (x *Extractor) Slot(st Statement) string {
	of := bare(text.Fold(st.Of))
	switch st.Kind {
	case Holds, Starts, Ends, "":
	case Renamed:
		return x.inner(bare(text.Fold(st.Whole)) + of)
	default:
		return of
	}
	whole := bare(text.Fold(st.Whole))
	for _, w := range x.slots.legal {
		whole = trim(strings.TrimSuffix, whole, w)
	}
	of = x.slots.short.Replace(strings.ReplaceAll(whole+of, "的", ""))
	of = x.inner(of)
	for _, w := range x.slots.front {
		of = trim(strings.TrimPrefix, of, w)
	}
	for _, w := range x.slots.empty {
		of = trim(strings.TrimSuffix, of, w)
	}
	role := x.post(st)
	for _, w := range x.slots.governs {
		of = trim(strings.TrimSuffix, of, w)
	}
	for _, l := range x.slots.local {
		if strings.HasSuffix(of, l[0]) && slices.Contains(l[2:], role) {
			role = l[1]
		}
	}
	if role == "" && of != "" {
		role = leadPost
	}
	for _, unit := range []string{"市", "县", "省", "镇", "区", "村", "乡"} {
		if strings.HasPrefix(role, unit) {
			of = strings.TrimSuffix(of, unit)
		}
	}
	if of == "" && role == "" {
		return ""
	}
	return of + "|" + role
}

// inner leaves out the word for an organisation that a part of it follows: 云岬大学物理系 is
// 云岬物理系.
func (x *Extractor) inner(of string) string {
	for _, w := range x.slots.owners {
		before, after, ok := strings.Cut(of, w)
		form := slices.ContainsFunc(slices.Concat(x.slots.legal, x.slots.owners), func(f string) bool { return strings.HasPrefix(after, f) })
		if ok && !form && len(before) > len(w)/2 && len(after) >= len(w) {
			return before + after
		}
	}
	return of
}

// trim cuts a word off a name that has more.
func trim(cut func(s, w string) string, of, w string) string {
	if rest := cut(of, w); rest != "" {
		return rest
	}
	return of
}

// post is the one name that stands for the post of st.
func (x *Extractor) post(st Statement) string {
	role := trim(strings.TrimSuffix, bare(text.Fold(st.Role)), "之一")
	if to, ok := x.slots.synonyms[role]; ok {
		return to
	}
	for _, w := range x.slots.acting {
		rest := strings.TrimSpace(strings.TrimPrefix(role, w))
		if to, ok := x.slots.synonyms[rest]; ok && rest != role {
			return to
		}
		if rest != role && x.lex.ofPost(rest) {
			return rest
		}
	}
	return role
}

// bare leaves out quotes and what stands in brackets.
func bare(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(depth-1, 0)
		case '“', '”', '"', '《', '》', '「', '」':
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// Heads reports whether the post of st is that of who leads the whole it belongs to:
// 总裁, CEO and 负责人 are, 副总裁 and CTO are not.
func (x *Extractor) Heads(st Statement) bool {
	role := x.post(st)
	if slices.Contains(x.slots.makers, role) && !x.endsLikeName(st.Of) {
		return true
	}
	return role == "" || slices.Contains(x.slots.leads, role)
}
