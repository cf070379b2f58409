package question

import (
	"fmt"
	"regexp"
	"strings"
)

// Tense is which time a question asks about.
type Tense string

// The tenses.
const (
	// Unsaid: the question says nothing about time. Of several editions of a text it
	// wants the newest; else age means nothing to it.
	Unsaid Tense = ""
	// Present: how things stand, said (现在, 现任) or meant (who holds an office, what
	// something costs).
	Present Tense = "present"
	// Past: an earlier time without a date.
	Past Tense = "past"
	// Former: the edition before the newest.
	Former Tense = "former"
	// Both: several times, beside each other.
	Both Tense = "both"
	// Dated: the edition of, or what held at, Time.Date.
	Dated Tense = "dated"
	// Year: names a year, Time.Date, that may be of anything.
	Year Tense = "year"
)

// Time is the time a question asks about.
type Time struct {
	Tense Tense
	// Date is "YYYY" or "YYYY-MM" where the question names one, else empty.
	Date string
	// State: the question is after who holds an office or does a standing task.
	State bool
}

// timeRules are the patterns of data/time.txt by kind.
type timeRules map[string][]*regexp.Regexp

func (t timeRules) match(kind, s string) bool {
	for _, re := range t[kind] {
		if re.MatchString(s) {
			return true
		}
	}
	return false
}

// date gives the date that the first matching rule of a kind captures: a year, and a
// month where one follows it.
func (t timeRules) date(kind, s string) string {
	for _, re := range t[kind] {
		date := ""
		for _, g := range re.FindStringSubmatch(s) {
			switch {
			case len(g) == 4:
				date = g
			case date != "" && g != "":
				date += "-" + ("0" + g)[len(g)-1:]
			}
		}
		if date != "" {
			return date
		}
	}
	return ""
}

// Time reads which time q asks about. What q quotes is no part of its own words: a
// quoted 原来 asks for nothing, but the edition in a quoted title does.
func (r *Reader) Time(q *Question) Time {
	t, own := r.times, r.times.arabicYears(q.Folded)
	date := t.date("title", own)
	for _, re := range t["quoted"] {
		own = re.ReplaceAllString(own, " ")
	}
	if date == "" {
		date = t.date("edition", own)
	}
	out := Time{State: t.match("state", own) && t.match("office", own)}
	present, past := t.match("present", own), t.match("past", own)
	switch {
	case t.match("both", own):
		out.Tense = Both
	case t.match("former", own):
		out.Tense = Former
	case date != "":
		out.Tense, out.Date = Dated, date
	case past && present:
		out.Tense = Both
	case past:
		out.Tense = Past
	case present:
		out.Tense = Present
	default:
		if out.Date = t.date("year", own); out.Date != "" {
			out.Tense = Year
		} else if out.State || t.match("changing", own) {
			out.Tense = Present
		}
	}
	return out
}

// arabicYears writes years of Chinese digits (二〇一九年) in Arabic ones.
func (t timeRules) arabicYears(folded string) string {
	for _, re := range t["digits"] {
		folded = re.ReplaceAllStringFunc(folded, func(year string) string { return strings.Map(arabic, year) })
	}
	return folded
}

func arabic(r rune) rune {
	const digits = "零一二三四五六七八九"
	if i := strings.IndexRune(digits, r); i >= 0 {
		return '0' + rune(i/len("零"))
	}
	if r == '〇' {
		return '0'
	}
	return r
}

// loadRules reads lines of KIND NAME PATTERN.
func loadRules(name string) (map[string][]*regexp.Regexp, error) {
	b, err := data.ReadFile(name)
	if err != nil {
		return nil, err
	}
	out := map[string][]*regexp.Regexp{}
	for i, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.SplitN(line, " ", 3)
		if len(f) != 3 {
			return nil, fmt.Errorf("%s:%d: want KIND NAME PATTERN", name, i+1)
		}
		re, err := regexp.Compile(f[2])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
		out[f[0]] = append(out[f[0]], re)
	}
	return out, nil
}
