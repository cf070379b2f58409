package retrieve

import (
	"cmp"
	"strings"
	"time"

	"ask/retrieve/corpus"
	"ask/retrieve/when"
)

// A rule may hold only from a day after it was published: 2024年5月28日公布，自2024年7月1日起施行.
const (
	forceHead   = 1200 // bytes at the beginning of a text that are looked through
	forceBefore = 48   // bytes before the words that may hold the day
	forceWithin = 3 * 365 * 24 * time.Hour
)

// holdsFrom is the day from which a document's edition holds. A text of years ago holds
// by now, whatever it says of its beginning.
func (s *search) holdsFrom(d corpus.Doc) string {
	published, today := dayOf(d.Date.Value), dayOf(s.today())
	if published.IsZero() || today.Sub(published) > forceWithin {
		return d.Date.Value
	}
	return inForce(s.ix.table.Text(d), d.Date.Value)
}

// today is the day that a question is asked from.
func (s *search) today() string {
	return cmp.Or(s.query.AsOf, time.Now().Format(time.DateOnly))
}

// inForce is the day from which a text holds, by the words at its beginning: that of
// its publication, unless it names a later one.
func inForce(text, published string) string {
	head := text[:min(len(text), forceHead)]
	from := published
	for _, words := range []string{"起施行", "起执行", "起实施", "起生效", "起实行", "起试行"} {
		for at := 0; ; {
			i := strings.Index(head[at:], words)
			if i < 0 {
				break
			}
			at += i + len(words)
			if strings.HasPrefix(head[at:], "的") {
				continue // 2021年3月1日起施行的办法同时废止: of another text
			}
			before := strings.ToValidUTF8(head[max(0, at-len(words)-forceBefore):at-len(words)], "")
			all := when.Find(before, when.Date{})
			if len(all) == 0 {
				continue
			}
			if day := all[len(all)-1].From.String(); len(day) >= len(from) && day > from {
				from = day
			}
		}
	}
	return from
}
