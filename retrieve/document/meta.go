package document

import (
	"fmt"
	"net/url"
	"strings"
)

// meta is what a source says about itself, before it is believed.
type meta struct {
	fields    frontMatter
	title     string
	publisher string
	url       string
	metaDates []string // of the HTML head, best first
	changed   string   // the day of its last change by the HTML head
	claim     string   // its own kind
	generated bool     // it says a model wrote it
	engine    bool     // it has the marks of a personal blog's software
	article   bool     // the head declares a publisher and a date
}

// fromFrontMatter fills m from the metadata block.
func (m *meta) fromFrontMatter(f frontMatter) {
	m.fields = f
	m.title = f.first("title", "og:title", "headline", "标题")
	m.publisher = f.first("publisher", "source", "site", "site_name", "author-site", "author_site", "og:site_name", "来源", "发布者", "媒体")
	m.url = f.first("url", "source_url", "link", "permalink", "canonical", "canonical_url", "original_url", "链接")
	if m.url == "" && strings.HasPrefix(m.publisher, "http") {
		m.url, m.publisher = m.publisher, "" // source: https://…
	}
	m.claim = f.first("kind", "type", "类型", "source_type")
}

// dateFields are front matter keys in the order they are believed. When a page
// was fetched says nothing about when it was published.
var dateFields = [...]string{
	"date", "published", "pubdate", "publish_date", "published_at", "publish_time", "published_time", "publishdate", "datepublished",
	"date_published", "pub_date", "article:published_time", "release_date", "created", "created_at", "发布日期", "发布时间", "日期",
}

// changeFields are those of the last change: the best that is known of the age of a page
// without a day of publication.
var changeFields = []string{"updated", "updated_at", "lastmod", "last_modified", "lastmodified", "modified", "modified_at", "last_updated", "更新日期", "更新时间", "修订日期", "最后更新"}

// webURL returns raw in a safe spelling, or an error saying why it is not kept.
func webURL(raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > 2048 {
		return "", fmt.Errorf("url too long (%d bytes)", len(raw))
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "", fmt.Errorf("url not valid: %.60q", raw)
	}
	if scheme := strings.ToLower(u.Scheme); scheme != "http" && scheme != "https" || u.Hostname() == "" {
		return "", fmt.Errorf("url not http or https: %.60q", raw)
	}
	if u.User != nil {
		// https://bank.example@evil.example shows one host and goes to another.
		return "", fmt.Errorf("url with a user name: %.60q", raw)
	}
	for _, r := range u.Host {
		if r <= ' ' || strings.ContainsRune("\"'<>\\^`{|}", r) {
			return "", fmt.Errorf("url not valid: %.60q", raw)
		}
	}
	u.RawQuery = strings.NewReplacer(`"`, "%22", "<", "%3C", ">", "%3E", "'", "%27", " ", "%20").Replace(u.RawQuery)
	return u.String(), nil
}

// hostOf is the lower-case host of a URL that webURL returned.
func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
}

// underDomain says whether host is domain or lies under it.
func underDomain(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain)
}

// oneLine makes a metadata value fit to print: visible characters, one line.
func oneLine(s string, maxRunes int) string {
	clean, _ := scrubbed(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(cutRunes(collapse(strings.ReplaceAll(clean, "\n", " ")), maxRunes))
}
