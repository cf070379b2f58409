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
	signed, number, file, fileMonth *regexp.Regexp
	stated                          []*regexp.Regexp
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
		stated: []*regexp.Regexp{
			// 执行日期：2025年3月15日起
			regexp.MustCompile(`(?:执行|实施|施行|生效|启用)(?:日期|时间)\s*[:：]\s*` + day),
			// 本须知自2025年3月15日起施行
			regexp.MustCompile(`^(?:[^。]{0,40}[，,。；;])?本[^，。；;：:《》]{1,12}(?:自|从|于)` + day + `起?(?:正式)?(?:施行|执行|实施|生效|启用|试行)`),
			// 本页最近一次改动：2025年3月15日
			regexp.MustCompile(`(?:最近|最后|上)一?次(?:改动|修改|编辑|更新|修订|校订)(?:时间|日期|于|是|在)?\s*[:：]?\s*` + day),
			// （本页由某馆编写，2025年3月更新）
			regexp.MustCompile(`^[（(].{0,40}?((?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}[日号])?)(?:最后|再次)?(?:更新|修订|整理|校订|编写|编印|编制|印制|修改)[）)]?。?$`),
			// 资料截至2025年3月
			regexp.MustCompile(`(?:资料|数据|信息|内容|本文|本页|词条)(?:更新|收集|整理|统计)?(?:截至|截止到?|更新[至到])\s*((?:19|20)\d{2}年(?:\s*\d{1,2}月(?:\s*\d{1,2}[日号])?)?)`),
		},
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

// statedDay is the day that a text gives as its own in its first or last lines: from which
// it holds, when it was changed last, or up to which it knows.
func statedDay(blocks []block) string {
	ends := blocks[:min(len(blocks), numberLines)]
	ends = append(ends[:len(ends):len(ends)], blocks[max(len(ends), len(blocks)-signoffLines):]...)
	for _, b := range ends {
		if !hasYear(b.text) {
			continue // as most blocks, which the expressions would take long to tell
		}
		for _, form := range signoffs().stated {
			if m := form.FindStringSubmatch(b.text); m != nil {
				return m[1]
			}
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
