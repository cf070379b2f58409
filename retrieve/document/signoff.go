package document

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Notices, letters and essays bear their day at the end: alone on a line, behind who
// signs, or behind the number of the paper at the beginning.
const (
	signoffLines = 8  // lines at the end that are looked through
	signoffRunes = 40 // of a line with a day
	numberLines  = 8  // lines at the beginning that may hold the paper's number
)

type signoffForms struct {
	signed, number, effect, file, fileMonth *regexp.Regexp
}

var signoffs = sync.OnceValue(func() *signoffForms {
	const (
		day     = `((?:19|20)\d{2}\s*(?:年|[-/.])\s*\d{1,2}\s*(?:月|[-/.])\s*\d{1,2}[日号]?)`
		chinese = `([〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号])`
	)
	return &signoffForms{
		// 某某公司 2024年7月9日, 二〇二四年七月九日, 写于2024年7月9日, 2024年7月9日于港城
		signed: regexp.MustCompile(`^(?:[^，。！？；：,;!?]{0,30}[ \n]|(?:写|作|记|草|定稿|完稿|整理|更新|修改)于 ?)?(?:` + day + `|` + chinese + `)(?: ?[于夜晨晚]\p{Han}{0,6})?$`),
		// 汐政发〔2024〕9号
		number: regexp.MustCompile(`^[^，。]{0,16}[〔\[［（(]((?:19|20)\d{2})[〕\]］）)] ?第?\d+ ?号`),
		// 执行日期：2025年3月15日起
		effect:    regexp.MustCompile(`(?:执行|实施|施行|生效|启用)(?:日期|时间)\s*[:：]\s*` + day),
		file:      regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})([-_.年]?)(\d{1,2})([-_.月]?)(\d{1,2})(?:\D|$)`),
		fileMonth: regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})[-_.年]?(0[1-9]|1[0-2])月?(?:\D|$)`),
	}
})

// signoff is the day under a text, "" if there is none. A chronicle ends with a day of
// its own.
func signoff(blocks []block, timeline bool) string {
	if timeline {
		return ""
	}
	f := signoffs()
	for _, b := range slices.Backward(blocks[max(0, len(blocks)-signoffLines):]) {
		lines := strings.Split(b.text, "\n")
		for _, line := range slices.Backward(lines) {
			if m := f.signed.FindStringSubmatch(line); m != nil && runeLen(line) <= signoffRunes && b.kind != row && b.kind != code {
				return m[1] + m[2]
			}
		}
	}
	return ""
}

// paperYear is the year of the number that official papers bear under their title.
func paperYear(blocks []block) string {
	for _, b := range blocks[:min(len(blocks), numberLines)] {
		if m := signoffs().number.FindStringSubmatch(b.text); m != nil && runeLen(b.text) <= signoffRunes {
			return m[1]
		}
	}
	return ""
}

// effectDay is the day from which a list or rule says that it holds, in its first lines.
func effectDay(blocks []block) string {
	for _, b := range blocks[:min(len(blocks), numberLines)] {
		if !strings.Contains(b.text, "日期") && !strings.Contains(b.text, "时间") {
			continue // as most blocks, which the expression would take long to tell
		}
		if m := signoffs().effect.FindStringSubmatch(b.text); m != nil {
			return m[1]
		}
	}
	return ""
}

// fileDate is the day, or month, in a file's name, "" if there is none. Digits that are
// no possible date are a number, and no reason to warn.
func fileDate(id string) string {
	name := path.Base(id)
	f := signoffs()
	if m := f.file.FindStringSubmatch(name); m != nil && (m[2] != "" || len(m[3])+len(m[5]) == len("0102")) {
		if value, err := isoDate(m[1], m[3], m[5]); err == nil {
			return value
		}
	}
	if m := f.fileMonth.FindStringSubmatch(name); m != nil {
		if value, err := isoDate(m[1], m[2], ""); err == nil {
			return value
		}
	}
	return ""
}
