package document

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// fromHTML reads the head of a page, and the first <time> of its body, into the
// places that are still empty.
func (m *meta) fromHTML(root *html.Node) {
	h := &headReader{values: map[string]string{}}
	for n := range root.Descendants() {
		h.node(n)
	}
	site := h.first("og:site_name", "contentsource", "source", "application-name", "ld:publisher", "ld:site")
	setEmpty(&m.title, h.pageTitle(site))
	setEmpty(&m.publisher, site)
	setEmpty(&m.url, h.first("canonical", "og:url"))
	m.metaDates = h.dates()
	m.changed = h.first("article:modified_time", "og:updated_time", "datemodified", "lastmodified", "last-modified", "dcterms.modified", "revised")
	m.article = site != "" && h.first("article:published_time", "ld:date", "pubdate") != ""
	generator := strings.ToLower(h.values["generator"])
	for _, engine := range []string{"jekyll", "hexo", "hugo", "wordpress", "typecho", "ghost", "blogger"} {
		m.engine = m.engine || strings.Contains(generator, engine)
	}
}

func setEmpty(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// headReader collects metadata by lower-case name; the first of a name counts.
type headReader struct {
	values map[string]string
}

func (h *headReader) set(name, value string) {
	if value = strings.TrimSpace(value); name != "" && value != "" && h.values[name] == "" {
		h.values[name] = value
	}
}

func (h *headReader) first(names ...string) string {
	return frontMatter(h.values).first(names...)
}

func (h *headReader) node(n *html.Node) {
	switch n.DataAtom {
	case atom.Meta:
		for _, key := range []string{"property", "name", "itemprop"} {
			h.set(strings.ToLower(attr(n, key)), attr(n, "content"))
		}
	case atom.Title:
		if n.Namespace == "" {
			h.set("<title>", textOf(n))
		}
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			h.set("canonical", attr(n, "href"))
		}
	case atom.Time:
		// The day in the attribute is for machines; the text may say "3 days ago".
		if hasAttr(n, "pubdate") || attr(n, "itemprop") == "datePublished" {
			h.set("datepublished", attr(n, "datetime"))
		}
		h.set("<time>", attr(n, "datetime"))
	case atom.Script:
		if strings.EqualFold(attr(n, "type"), "application/ld+json") {
			h.linkedData(textOf(n))
		}
	}
}

// dates are the values that may be the day of publication, best first.
func (h *headReader) dates() []string {
	var dates []string
	for _, name := range []string{
		"article:published_time", "og:article:published_time", "datepublished", "ld:date", "pubdate", "publishdate", "publish_date",
		"publication_date", "og:published_time", "og:release_date", "weibo:article:create_at", "weibo: article:create_at", "parsely-pub-date",
		"dc.date.issued", "dcterms.issued", "dc.date", "date", "<time>",
	} {
		if value := h.values[name]; value != "" {
			dates = append(dates, value)
		}
	}
	return dates
}

// pageTitle prefers og:title; <title> loses the site's name at its end.
func (h *headReader) pageTitle(site string) string {
	if title := h.first("og:title", "articletitle", "twitter:title"); title != "" {
		return title
	}
	title := h.values["<title>"]
	for _, sep := range []string{" - ", " | ", "_", "-", "|", "——", " – ", " — "} {
		if site != "" && strings.HasSuffix(title, sep+site) {
			return strings.TrimSuffix(title, sep+site)
		}
	}
	return title
}

// linkedData reads JSON-LD: one object, a list, or "@graph".
func (h *headReader) linkedData(script string) {
	var value any
	if json.Unmarshal([]byte(script), &value) != nil {
		return
	}
	h.linkedObject(value, 4)
}

func (h *headReader) linkedObject(value any, depth int) {
	if depth == 0 {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, inner := range v {
			h.linkedObject(inner, depth-1)
		}
	case map[string]any:
		if date, ok := v["datePublished"].(string); ok {
			h.set("ld:date", date)
		}
		if publisher, ok := v["publisher"].(map[string]any); ok {
			name, _ := publisher["name"].(string)
			h.set("ld:publisher", name)
		}
		h.linkedObject(v["@graph"], depth-1)
		h.linkedObject(v["mainEntity"], depth-1)
	}
}

func textOf(n *html.Node) string {
	var text strings.Builder
	rawText(&text, n)
	return text.String()
}
