package discord

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"ask/bot"
	"ask/retrieve"
)

// newQuoteRef names a quote in an option of a menu: document, byte range, claim, and a
// check of the words. It needs no memory, so quotes can be opened after a restart too.
func newQuoteRef(c bot.Citation) string {
	return strings.Join([]string{
		digest(c.Document, 12), strconv.FormatInt(int64(c.Start), 36), strconv.FormatInt(int64(c.End), 36), digest(c.Quote, 8), c.Claim,
	}, ".")
}

func digest(s string, n int) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:n]
}

// quoted is a quote with where it stands.
type quoted struct {
	source     retrieve.Source
	text       string // of the whole document
	start, end int
	claim      string
}

// shelf finds quotes by their references.
type shelf struct {
	index Index

	mu         sync.Mutex // guards what follows
	generation string
	byDigest   map[string]retrieve.Source
}

// find opens a reference; false: what was quoted is not there any more.
func (s *shelf) find(ref string) (quoted, bool, error) {
	parts := strings.SplitN(ref, ".", 5)
	if len(parts) != 5 {
		return quoted{}, false, nil
	}
	source, ok, err := s.source(parts[0])
	if err != nil || !ok {
		return quoted{}, false, err
	}
	text, ok, err := s.index.Text(source.Document.ID)
	if err != nil || !ok {
		return quoted{}, false, err
	}
	start, err1 := strconv.ParseInt(parts[1], 36, 32)
	end, err2 := strconv.ParseInt(parts[2], 36, 32)
	if err1 != nil || err2 != nil || start < 0 || end <= start || end > int64(len(text)) || digest(text[start:end], 8) != parts[3] {
		return quoted{}, false, nil
	}
	return quoted{source, text, int(start), int(end), parts[4]}, true, nil
}

// source finds a document by its digest.
func (s *shelf) source(id string) (retrieve.Source, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.index.Generation(); s.byDigest == nil || g != s.generation {
		list, err := s.index.Sources()
		if err != nil {
			return retrieve.Source{}, false, fmt.Errorf("list sources: %w", err)
		}
		s.generation, s.byDigest = g, make(map[string]retrieve.Source, len(list))
		for _, source := range list {
			s.byDigest[digest(source.Document.ID, 12)] = source
		}
	}
	source, ok := s.byDigest[id]
	return source, ok, nil
}

// around is how much of the text before and behind a quote is shown with it, in
// characters.
const around = 160

// embed shows a quote to the letter, with what stands around it and what it is worth.
func (q quoted) embed(w *words) embed {
	d := q.source.Document
	var b strings.Builder
	if before := lastRunes(q.text[:q.start], around); strings.TrimSpace(before) != "" {
		b.WriteString(plain(before, 0) + "\n")
	}
	for _, line := range strings.Split(plain(q.text[q.start:q.end], 0), "\n") {
		b.WriteString("> " + line + "\n")
	}
	if after := firstRunes(q.text[q.end:], around); strings.TrimSpace(after) != "" {
		b.WriteString(plain(after, 0))
	}
	date := w.date(d.Date.Value)
	if origin := w.Origins[string(d.Date.Source)]; origin != "" && d.Date.Value != "" {
		date += " (" + origin + ")"
	}
	claim := w.Claims[q.claim]
	if claim == "" {
		claim = w.Claims["stated"]
	}
	e := embed{
		Title: oneLine(withoutHosts(titleOf(d.Title, w)), maxEmbedTitle), Description: strings.TrimSpace(b.String()),
		Fields: []field{{w.Date, date, true}, {w.Kind, w.kind(d.Kind), true}, {w.Claim, claim, true}},
	}
	if l, ok := parseLink(d.URL); ok {
		e.URL = l.url
		e.Fields = append(e.Fields, field{w.Document, titled(d.ID, d.URL), false})
	} else {
		e.Fields = append(e.Fields, field{w.Document, oneLine(withoutHosts(d.ID), 200), false})
	}
	if d.Publisher != "" {
		e.Fields = append(e.Fields, field{w.Publisher, oneLine(withoutHosts(d.Publisher), 200), true})
	}
	return e
}

// lastRunes is the end of s, n characters of it at most, marked if there is more.
func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, w := utf8.DecodeLastRuneInString(s[:i])
		i -= w
	}
	if i == 0 {
		return s
	}
	if at := strings.IndexAny(s[i:], "。！？\n"); at >= 0 && at < len(s)-i-4 {
		_, w := utf8.DecodeRuneInString(s[i+at:])
		i += at + w
	}
	return "…" + strings.TrimLeft(s[i:], " \n")
}

// firstRunes is the beginning of s in the same way.
func firstRunes(s string, n int) string {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	if i == len(s) {
		return s
	}
	return strings.TrimRight(s[:i], " \n") + "…"
}

// reply answers what is looked up without a model, for its asker only.
func (b *Bot) reply(ctx context.Context, r *request) {
	w := b.wordsOf(r)
	var m message
	var err error
	if r.want == wantQuote {
		m, err = b.quote(w, r.value)
	} else {
		m, err = b.list(w)
	}
	if err != nil {
		b.cfg.Log.Warn("not looked up", slog.String("id", r.id), slog.String("want", r.want), slog.Any("error", err))
		m = message{content: w.Failed}
	}
	if _, err := b.outlet(r).create(ctx, 0, m); err != nil {
		b.cfg.Log.Warn("not told", slog.String("id", r.id), slog.Any("error", err))
	}
}

// quote opens a source.
func (b *Bot) quote(w *words, ref string) (message, error) {
	q, ok, err := b.quotes.find(ref)
	switch {
	case err != nil:
		return message{}, err
	case !ok:
		return message{content: w.Changed}, nil
	}
	return message{embeds: fit([]embed{q.embed(w)})}, nil
}

// maxListed is how many documents a list shows.
const maxListed = 20

// list names the documents, newest first.
func (b *Bot) list(w *words) (message, error) {
	list, err := b.cfg.Index.Sources()
	if err != nil {
		return message{}, fmt.Errorf("list sources: %w", err)
	}
	if len(list) == 0 {
		return message{content: w.NoDocuments}, nil
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b retrieve.Source) int {
		return strings.Compare(b.Document.Date.Value, a.Document.Date.Value)
	})
	var text strings.Builder
	shownDocuments := 0
	for _, s := range list[:min(len(list), maxListed)] {
		d := s.Document
		line := "- " + titled(titleOf(d.Title, w), d.URL) + " · " + w.date(d.Date.Value) + " · " + w.kind(d.Kind) + "\n"
		if size16(text.String())+size16(line) > maxEmbedText {
			break
		}
		text.WriteString(line)
		shownDocuments++
	}
	e := embed{Title: strings.ReplaceAll(w.Documents, "{n}", strconv.Itoa(len(list))), Description: text.String()}
	if more := len(list) - shownDocuments; more > 0 {
		e.Footer = &footer{strings.ReplaceAll(w.AndMore, "{n}", strconv.Itoa(more))}
	}
	return message{embeds: fit([]embed{e})}, nil
}
