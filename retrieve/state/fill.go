package state

import (
	"slices"
	"strings"

	"ask/retrieve/text"
)

// fill adds to st what its sentence, or the one before, leaves no doubt about: the

// person a pronoun means, the post of somebody who leaves.
func (s *sentence) fill(st *Statement) {
	if st.Subject == "" && (st.Kind == Holds || st.Kind == Starts || st.Kind == Ends) {
		st.Subject = s.spokenOf(st)
	}
	if s.x.generic(st.Of) {
		if of := s.organisation(st); of != "" {
			st.Of = of
		}
	}
	if st.Of == "" && st.Role != "" {
		if st.Of = s.founded(st); st.Of == "" {
			st.Of = s.renamedTo(st)
		}
		if st.Of == "" {
			st.Of = s.besides(st)
		}
		if st.Of == "" {
			st.Of = s.work(st)
		}
	}
	if st.Of == "" && st.Role != "" {
		if r := s.employer(len(s.toks) - 1); !empty(r) && (s.proper(r) || s.recurs(r)) && s.str(r[0], r[1]) != st.Subject && s.x.fits.fits(st.Role, s.str(r[0], r[1])) {
			st.Of = s.str(r[0], r[1])
		}
	}
	if st.Of == "" && st.Role != "" && !s.away(st) {
		if st.Of = s.local(); st.Of == "" {
			st.Of = s.onlyOne()
		}
		if s.x.signs.ends("appoints", text.Fold(st.Of)) {
			st.Of = ""
		}
		if !s.x.fits.fits(st.Role, st.Of) || st.Of == "" && s.x.fits.governs(st.Role) {
			st.Of = s.fitting(st.Role)
		}
	}
	if st.Kind == Ends && st.Role == "" && st.Of == "" {
		if s.sameSubject(st); st.Role == "" && st.Of == "" {
			if _, role := s.announced(); role != "" || s.yields(st) {
				s.samePost(st)
			}
		}
	}
	if st.Of == "" && st.Role != "" && st.Kind != Holds {
		s.sameSubjectOf(st)
	}
	switch {
	case st.Of == "后者":
		if name := s.lastNamed(); name != "" {
			st.Of = name
		}
	case st.Role != "" && st.Of != "" && !s.x.generic(st.Of):
		st.Of = s.full(st.Of)
		if name := s.shortened(st.Of); name != "" {
			st.Of = name
		}
	}
	s.whole(st)
	if name := s.initials(st.Of); name != "" {
		st.Of = name
	} else if name := s.placed(st.Of); name != "" {
		st.Of = name
	} else if name := s.begun(st.Of); name != "" && st.Kind != Renamed {
		st.Of = name
	}
}

// full is of as the text writes it in full, if it is ordinary words that end one name of

// shortened is the one organisation named shortly before that of, of ordinary words, is

// nameBefore is the name of which bytes i to end are the last part, "" if none of it

// whole adds what a post belongs to where only the text around tells: all of it, or the

// organisation of a part such as 内科. Where somebody worked before is another matter.
func (s *sentence) whole(st *Statement) {
	unit := s.isUnitName(st.Of)
	if s.x.generic(st.Of) {
		unit = false
	}
	if st.Role == "" && !unit || st.Of != "" && !unit && !s.x.generic(st.Of) || s.away(st) {
		return
	}
	if name := s.unitTopic(st); name != "" {
		st.Of = name
		return
	}
	name := s.topic()
	if s.x.signs.ends("appoints", text.Fold(name)) {
		name = ""
	}
	if !unit && (st.Of == "" || s.x.generic(st.Of)) && !s.x.fits.fits(st.Role, name) || name == "" && !unit {
		name = s.fitting(st.Role)
	}
	switch {
	case name == "" || name == st.Of || strings.Contains(name, st.Of) && unit:
	case unit:
		st.Whole = name
	default:
		st.Of = name
	}
}

// unitTopic is the part of an organisation that the text is about, if st is of a post such

// away reports a post that somebody held before, perhaps elsewhere.
func (s *sentence) away(st *Statement) bool {
	return st.Tense == Past && st.Kind == Holds && s.elsewhere()
}

// elsewhere reports whether the sentence tells where somebody worked before: 此前在一家…,
// 历任.
func (s *sentence) elsewhere() bool {
	words := string(s.runes[s.start:s.end])
	return strings.Contains(words, "历任") && !strings.Contains(words, ":") || s.x.signs.in("elsewhere", words)
}

// recurs reports whether runes r are one piece of no class, too long for a person, that the

// generic reports whether of is a word such as 公司.
func (x *Extractor) generic(of string) bool {
	return of != "" && x.lex.classOf(text.Fold(of))&generic != 0
}

// organisation is what 公司 means: the one organisation the text spoke of so far.
func (s *sentence) organisation(st *Statement) string {
	if name := s.called(st.Of); name != "" {
		return name
	}
	if name := s.demonstrated(st); name != "" {
		return name
	}
	if r := s.employer(len(s.toks) - 1); !empty(r) && s.proper(r) {
		return s.str(r[0], r[1])
	}
	if found := s.suffixed(st.Of); found != "" {
		return found
	}
	found := ""
	for _, of := range append(s.ofs[:len(s.ofs):len(s.ofs)], s.here()...) {
		if s.x.signs.is("whole", text.Fold(st.Of)) && !strings.HasSuffix(of, st.Of) {
			continue
		}
		if of == found || st.Of == "集团" && !strings.HasSuffix(of, "集团") {
			continue
		}
		if found != "" {
			return ""
		}
		found = of
	}
	return found
}

// here is what the statements of this sentence belong to.
func (s *sentence) here() []string {
	var out []string
	for _, o := range s.out[s.from:] {
		if o.Of != "" && !s.x.generic(o.Of) {
			out = append(out, o.Of)
		}
	}
	return out
}

// remember keeps what the statements of a sentence belong to for those that follow:

// as many as it takes to know that there are several.
func (r *reader) remember(mine []Statement) {
	const enough = 8
	for _, o := range mine {
		if o.Of == "" || r.find.generic(o.Of) || o.Kind == Starts && r.find.signs.in("transfer", text.Fold(r.f.s[o.Start:o.End])) {
			continue
		}
		if len(r.ofs) < enough && !slices.Contains(r.ofs, o.Of) {
			r.ofs = append(r.ofs, o.Of)
		}
		if o.Role != "" && len(r.posted) < enough && !slices.Contains(r.posted, o.Of) {
			r.posted = append(r.posted, o.Of)
		}
	}
}

// onlyOne is the one organisation whose posts the text spoke of so far.
func (s *sentence) onlyOne() string {
	if len(s.posted) == 1 && (s.x.endsLikeName(s.posted[0]) || mostlyLatin(s.runes[s.start:s.end]) && mostlyLatin([]rune(s.posted[0]))) {
		return s.posted[0]
	}
	return ""
}

// suffixed is the one name that ends with the word of, such as 博物馆, in this sentence

// sameSubject takes the post of an end from the statement before it about the same
// person.
func (s *sentence) sameSubject(st *Statement) {
	if st.Kind == Starts && s.x.signs.in("chosen", text.Fold(s.s[st.Start:st.End])) {
		return // 副部长张三获聘: for what is not said
	}
	for i := len(s.out) - 1; i >= 0 && s.sentences[s.number].Start-s.out[i].Sentence.End < nearby; i-- {
		o := s.out[i]
		if (o.Kind == Holds && o.Tense == Past || o.End < st.End) && o.Subject == st.Subject && o.Subject != "" && (o.Kind == Holds || o.Kind == Starts) && (o.Claim == Stated || o.Sentence == st.Sentence) {
			st.Of, st.Role = o.Of, o.Role
			return
		}
	}
}

// yields reports whether st ends with a verb such as 不再担任 that wants a post, right behind a
// clause that gives another person one: 张三任校长,李四不再担任.
func (s *sentence) yields(st *Statement) bool {
	if st.Subject == "" || !s.x.signs.ends("wants", text.Fold(s.s[st.Start:st.End])) || len(s.out) == 0 {
		return false
	}
	o := s.out[len(s.out)-1]
	for i := len(s.out) - 1; i >= s.from && s.out[i].Start >= st.Start; i-- {
		o = s.out[max(i-1, 0)]
	}
	return o.Sentence == st.Sentence && o.End < st.Start && o.Subject != st.Subject && (o.Kind == Starts || o.Kind == Holds && o.Tense == Present) && o.Claim == st.Claim
}

// samePost gives who takes over, of whom the text says not what, the post that the statement

// right before it speaks of, if it speaks of the end of somebody else's time there.
func (s *sentence) samePost(st *Statement) {
	if st.Role != "" || st.Of != "" {
		return
	}
	if of, role := s.announced(); role != "" {
		st.Of, st.Role = of, role
		s.whole(st)
		return
	}
	for i := len(s.out) - 1; i >= 0 && s.sentences[s.number].Start-s.out[i].Sentence.End < nearby/2; i-- {
		o := s.out[i]
		if o.End >= st.Start || o.Subject == st.Subject || o.Kind != Starts && o.Kind != Ends && o.Kind != Holds {
			continue
		}
		if o.Role != "" && (o.Kind == Ends || o.Kind == Starts || st.Kind == Ends || !o.To.IsZero() || o.Sentence == st.Sentence && !o.From.IsZero() && s.succeeds(st)) {
			st.Of, st.Role = o.Of, o.Role
			if st.Kind == Starts && !o.To.IsZero() && st.From == o.From {
				st.From = o.To // 2016年至2021年…,其后由李四接班
			}
		}
		return
	}
}

// nearby is how many bytes apart two sentences may be to speak of the same.
const nearby = 400

// sameSubjectOf takes what a post belongs to from what the sentence has said of the same
// person, if that is one organisation.
func (s *sentence) sameSubjectOf(st *Statement) {
	found := ""
	for _, o := range s.out[s.from:] {
		if o.Subject != st.Subject || o.Of == "" || o.End > st.End || o.Kind == Ends || o.Claim == Denied || o.Of == found || !s.x.fits.fits(st.Role, o.Of) {
			continue
		}
		if found != "" {
			return
		}
		found = o.Of
	}
	st.Of = found
}

// before is the one person the last sentence with a person in it speaks of; without a

// quoteFrom makes the sentence of st begin with sentence n, which names the person that st

// hero is the person a title such as 张三:我的十年 begins with, if the text goes on about

// author is the person who signs the text: a line of nothing but a name among the last or

// settle gives an end without a post the one post that the text tells of the same person
