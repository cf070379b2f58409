package document

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// datelineRunes is how far into a text a dateline is looked for.
const datelineRunes = 300

// findDate takes the first valid date in the order front matter, HTML head, URL,
// dateline, signature, file name, the day a text gives as its own, that of its last
// change, number of the paper. The others, if impossible or in the future, become
// warnings.
func (d *draft) findDate() {
	for _, key := range dateFields {
		if d.tryDate(d.meta.fields[key], DateFromFrontMatter) {
			return
		}
	}
	for _, value := range d.meta.metaDates {
		if d.tryDate(value, DateFromMeta) {
			return
		}
	}
	if d.tryDate(urlDate(d.doc.URL), DateFromURL) {
		return
	}
	for _, raw := range []string{d.byline.date, signoff(d.blocks, d.timeline)} {
		if d.tryDate(raw, DateFromText) {
			return
		}
	}
	if !d.record && d.tryDate(fileDate(d.rel), DateFromURL) {
		return
	}
	if d.tryDate(statedDay(d.blocks), DateFromText) || d.tryDate(d.meta.fields.first(changeFields...), DateFromFrontMatter) ||
		d.tryDate(d.meta.changed, DateFromMeta) {
		return
	}
	d.tryDate(paperYear(d.blocks), DateFromText)
}

func (d *draft) tryDate(raw string, source DateSource) bool {
	if raw = strings.TrimSpace(raw); raw == "" {
		return false
	}
	value, err := parseDate(raw)
	if err == nil {
		err = checkDate(value, d.opt.now())
	}
	if err != nil {
		d.warn(fmt.Sprintf("%s %q not used: %v", source, oneLine(raw, 40), err))
		return false
	}
	d.doc.Date = Date{Value: value, Source: source}
	return true
}

// urlForms are the ways sites write the day into a path, most precise first.
var urlForms = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/_.-]|$)`),
		regexp.MustCompile(`[/_t-]((?:19|20)\d{2})(\d{2})(\d{2})(?:[/_.-]|$)`),
		regexp.MustCompile(`/((?:19|20)\d{2})/(\d{2})(\d{2})(?:/|$)`),
		regexp.MustCompile(`/((?:19|20)\d{2})[/-](\d{1,2})(?:/|$)`),
		regexp.MustCompile(`/((?:19|20)\d{2})(\d{2})(?:/|$)`),
	}
})

// urlDate is the date in a URL's path, "" if there is none. Digits that are no
// possible date are an article number and no reason to warn.
func urlDate(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Path == "" {
		return ""
	}
	for _, form := range urlForms() {
		m := form.FindStringSubmatch(u.Path)
		if m == nil {
			continue
		}
		day := ""
		if len(m) == 4 {
			day = m[3]
		}
		if value, err := isoDate(m[1], m[2], day); err == nil {
			return value
		}
	}
	return ""
}

// dateline is what the lines under a title say about an article.
type dateline struct {
	date      string
	publisher string
}

// datelineForms recognise a day of publication, and not one of an event.
type datelineForms struct {
	labelled, leading, masthead, sourced, wire, english, source, chinese, enacted *regexp.Regexp
}

var datelines = sync.OnceValue(func() *datelineForms {
	const day = `(` + datePattern + `)`
	return &datelineForms{
		// 发布时间：2024-07-09
		labelled: regexp.MustCompile(`(?:^|[\s|｜·])(?i:发布时间|发布日期|发表时间|发表日期|发布于|发表于|更新时间|更新于|公布日期|成文日期|发文日期|发稿时间|印发日期|出版日期|印刷日期|印刷时间|制表日期|编制日期|编印日期|整理时间|版本日期|修订日期|最后更新|最近更新|最后修改|签发日期|公告日期|通告日期|发布|日期|时间|published(?: on)?|posted(?: on)?|updated(?: on)?|date)\s*[:：]?\s*` + day),
		// 2024年7月9日 10:30 来源…, or the day alone
		leading: regexp.MustCompile(`^[（(【\[]?` + day + `[）)】\]]?\s*(?:T?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s*[AaPp][Mm])?)?\s*(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?\s*(?:$|[|｜·•/]|来源|來源|作者|编辑|記者|记者|阅读|浏览|评论|发布|原创|责任编辑|责编|文章来源|IP|发表于|字号|第[0-9A-Z]{1,3}版|文[/：:]|by )`),
		// 某报 2024年7月9日 第4版, 某网 2024-07-09 09:30 通讯员…
		masthead: regexp.MustCompile(`^([\p{Han}A-Za-z0-9·《》（）()]{1,28}(?:报|网|社|台|刊|平台|频道|客户端|在线|新闻|周刊|公众号|服务号|资讯|观察|财经|号外|电视|广播|通讯))》? ` + day + `(?:$| )`),
		// 来源：某报 2024-07-09
		sourced: regexp.MustCompile(`^.{0,40}(?:来源|來源|作者|记者|责编|编辑|By )[^。！？]{0,40}?` + day),
		// 新华社北京2024年7月9日电
		wire: regexp.MustCompile(`^[（(【]?\p{Han}{0,12}[ ]?` + day + `[）)】]?\s*(?:电(?:[\s（(，,：:据]|$)|讯(?:[^息]|$)|消息[，,：:]|[（(](?:记者|通讯员)|[，,]?(?:本报|本网|本台)?记者(?:从|获悉|了解))`),
		// BEIJING, July 9, 2024 (Agency) — …
		english: regexp.MustCompile(`^[A-Z][A-Za-z .,]{2,40}[,—–-]\s*` + day + `\s*(?:\(|—|–|-|/)`),
		source:  regexp.MustCompile(`(?:来源|來源|转自|稿源)\s*[:：]\s*([^\s|｜:：,，。;；]{2,24}?)(?:编辑|作者|责编|责任编辑|记者|时间|发布|日期|原创|\d{4}|[\s|｜,，。;；)）]|$)`),
		// （2019年1月15日发布；2024年5月20日修订，2024年7月1日起施行）: of a law
		enacted: regexp.MustCompile(day + `[^；;，,。\d]{0,30}?(?:发布|公布|通过|修订|修正|修改|印发)`),
		// 二〇二四年七月九日
		chinese: regexp.MustCompile(`^[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日$`),
	}
})

// findDateline looks through the first 300 characters. In a timeline a day on a
// line of its own is the day of an event.
func findDateline(blocks []block, timeline bool) dateline {
	var found dateline
	seen := 0
	for _, b := range blocks {
		if seen >= datelineRunes {
			break
		}
		text := cutRunes(b.text, datelineRunes-seen)
		seen += runeLen(text)
		if timeline && dayLine(b) {
			continue
		}
		one := readDateline(text)
		setEmpty(&found.date, one.date)
		setEmpty(&found.publisher, one.publisher)
	}
	return found
}

// hasYear reports four digits that may be a year: most lines have none, and the
// expressions are slow.
func hasYear(s string) bool {
	run := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			run = 0
			continue
		}
		if run++; run == 4 && (s[i-3] == '1' || s[i-3] == '2') {
			return true
		}
	}
	return false
}

// version is the day of the last change that the note under a law's title names: the
// text is of that day, and not of the law's first. The day it comes into force is none.
func (f *datelineForms) version(text string) string {
	if !strings.HasPrefix(text, "（") && !strings.HasPrefix(text, "(") {
		return ""
	}
	all := f.enacted.FindAllStringSubmatch(text, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// readDateline reads one line.
func readDateline(text string) dateline {
	var found dateline
	f := datelines()
	dated := hasYear(text)
	if dated {
		for _, form := range []*regexp.Regexp{f.wire, f.english} {
			if m := form.FindStringSubmatch(text); m != nil {
				found.date = m[1]
				return found
			}
		}
	}
	if runeLen(text) > 80 {
		return found
	}
	if holdsAny(text, []string{"来源", "來源", "转自", "稿源"}) {
		if m := f.source.FindStringSubmatch(text); m != nil {
			found.publisher = m[1]
		}
	}
	if len(text) < 60 && f.chinese.MatchString(text) {
		found.date = text
	}
	if !dated || strings.Contains(text, "。") {
		return found
	}
	if found.date = f.version(text); found.date != "" {
		return found
	}
	if m := f.masthead.FindStringSubmatch(text); m != nil {
		found.date = m[2]
		setEmpty(&found.publisher, strings.Trim(m[1], "《》"))
		return found
	}
	for _, form := range []*regexp.Regexp{f.labelled, f.leading, f.sourced} {
		if m := form.FindStringSubmatch(text); m != nil {
			found.date = m[1]
			break
		}
	}
	return found
}
