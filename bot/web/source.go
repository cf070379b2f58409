package web

import (
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ask/retrieve"
)

//go:embed data/source.html data/source.css
var pageFiles embed.FS

// pages are what a browser gets.
type pages struct {
	template *template.Template
	css      []byte
}

func loadPages() (*pages, error) {
	t, err := template.ParseFS(pageFiles, "data/source.html")
	if err != nil {
		return nil, fmt.Errorf("web: read source.html: %w", err)
	}
	css, err := pageFiles.ReadFile("data/source.css")
	if err != nil {
		return nil, fmt.Errorf("web: read source.css: %w", err)
	}
	return &pages{t, css}, nil
}

// style is GET /source.css.
func (p *pages) style(w http.ResponseWriter, _ *http.Request, _ *call) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=3600")
	_, _ = w.Write(p.css) // nobody is left to tell
	return nil
}

// sourceJSON is a document as GET /v1/sources/{id} gives it. Quote is text[start:end] in
// bytes; all three are null if no stretch was asked for, or it is not there any more.
type sourceJSON struct {
	Document   string  `json:"document"`
	Title      string  `json:"title"`
	URL        *string `json:"url"`
	Date       *string `json:"date"`
	DateSource *string `json:"date_source"`
	Kind       string  `json:"kind"`
	Publisher  *string `json:"publisher"`
	Generation string  `json:"index_generation"`
	Text       string  `json:"text"`
	Start      *int    `json:"start"`
	End        *int    `json:"end"`
	Quote      *string `json:"quote"`
}

// source is GET /v1/sources/{id}: a stored text, with a stretch of it highlighted.
func (s *Server) source(w http.ResponseWriter, r *http.Request, c *call) error {
	query := r.URL.Query()
	start, end, err := stretch(query)
	if err != nil {
		return err
	}
	v, give := s.cfg.Shelf.take()
	defer give()
	sources, err := v.sources()
	if err != nil {
		return fmt.Errorf("list sources: %w", err)
	}
	src, ok := sources[c.param]
	if !ok {
		return notFound("source_not_found", "there is no such document in the index")
	}
	text, ok, err := v.Index.Text(c.param)
	if err == nil && !ok {
		err = errors.New("it is listed but has no text")
	}
	if err != nil {
		return fmt.Errorf("read source %q: %w", c.param, err)
	}
	w.Header().Add("Vary", "Accept")
	if !prefersJSON(r.Header.Get("Accept")) {
		return s.sourcePage(w, r, sourceView{src, text, start, end, query.Has("start") || query.Has("end")})
	}
	d := src.Document
	out := sourceJSON{
		Document: d.ID, Title: d.Title, URL: optional(d.URL), Date: optional(d.Date.Value), DateSource: optional(string(d.Date.Source)),
		Kind: string(d.Kind), Publisher: optional(d.Publisher), Generation: v.Index.Generation(), Text: text,
	}
	if inside(text, start, end) {
		quote := text[start:end]
		out.Start, out.End, out.Quote = &start, &end, &quote
	}
	return writeJSON(w, http.StatusOK, out)
}

// stretch reads start and end, which come together or not at all.
func stretch(query url.Values) (start, end int, err error) {
	if !query.Has("start") && !query.Has("end") {
		return 0, 0, nil
	}
	start, err1 := strconv.Atoi(query.Get("start"))
	end, err2 := strconv.Atoi(query.Get("end"))
	if err1 != nil || err2 != nil || start < 0 || end <= start || len(query["start"]) != 1 || len(query["end"]) != 1 {
		return 0, 0, invalid("start", "start and end must be byte offsets, start before end")
	}
	return start, end, nil
}

// inside reports whether text[start:end] is there and holds whole characters.
func inside(text string, start, end int) bool {
	return end > start && end <= len(text) && utf8.RuneStart(text[start]) && (end == len(text) || utf8.RuneStart(text[end]))
}

// prefersJSON reports whether an Accept header names JSON and not HTML.
func prefersJSON(accept string) bool {
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}

// sourceView is what the page of a document shows.
type sourceView struct {
	source     retrieve.Source
	text       string
	start, end int
	wanted     bool // a stretch was asked for
}

// around is how much of a long text the page shows before and after the quote, in bytes.
const around = 100 << 10

// sourcePage writes the page of a document.
func (s *Server) sourcePage(w http.ResponseWriter, r *http.Request, v sourceView) error {
	d := v.source.Document
	words := s.wordsFor("", d.Title+v.text[:min(len(v.text), 4096)])
	data := map[string]any{
		"Lang": languageOf(d.Title + v.text[:min(len(v.text), 4096)]), "Title": titleOf(d.Title, d.ID), "Document": d.ID,
		"Facts": facts(v.source, words), "Words": words, "URL": webURL(d.URL), "Host": hostOf(webURL(d.URL)), "Changed": false,
	}
	before, quote, after := "", "", v.text
	if inside(v.text, v.start, v.end) {
		before, quote, after = v.text[:v.start], v.text[v.start:v.end], v.text[v.end:]
	} else {
		data["Changed"] = v.wanted
	}
	data["CutBefore"], data["CutAfter"] = len(before) > around, len(after) > around
	data["Before"], data["Quote"], data["After"] = tail(before, around), quote, head(after, around)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'")
	h.Set("X-Frame-Options", "SAMEORIGIN") // the web page shows it beside the answer
	if r.Method == http.MethodHead {
		return nil
	}
	return s.pages.template.Execute(w, data)
}

// facts are what is known of a document, besides its text.
func facts(src retrieve.Source, w words) []string {
	d := src.Document
	all := []string{d.Publisher, d.Date.Value, w.Kinds[string(d.Kind)]}
	if d.Date.Value == "" {
		all[1] = w.Undated
	}
	if d.Rumour {
		all = append(all, w.Claims["rumour"])
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// head is the beginning of s, at most n bytes and whole characters.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// tail is the end of s, at most n bytes and whole characters.
func tail(s string, n int) string {
	if len(s) <= n {
		return s
	}
	at := len(s) - n
	for at < len(s) && !utf8.RuneStart(s[at]) {
		at++
	}
	return s[at:]
}
