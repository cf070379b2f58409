package bot

import (
	"fmt"
	"strings"
	"unicode"
)

// fixed are the sentences that are always the same, in one language.
type fixed struct {
	refusal, nothing, unknown, missing, unsupported, unfound, comma string
	// What becomes of a model's answer.
	denied, unverified, interrupted string
	// In front of quotes.
	now, on, until, from, other, also, before, rumour, denial heading
}

// heading stands in front of a quote: dated holds a %s for the date, undated is for
// where none is known.
type heading struct{ dated, undated string }

// of is the heading with a date, which may be empty.
func (h heading) of(date string) string {
	if date == "" {
		return h.undated
	}
	return fmt.Sprintf(h.dated, date)
}

// maxListed is how many words a reason names: a pasted page may hold hundreds.
const maxListed = 8

// list names the first of words.
func (p fixed) list(words []string) string {
	if len(words) > maxListed {
		return strings.Join(words[:maxListed], p.comma) + "…"
	}
	return strings.Join(words, p.comma)
}

// language is the question's, "zh" or "en", unless q.Lang says otherwise.
func language(q Question) string {
	switch {
	case q.Lang != "":
		return q.Lang
	case strings.ContainsFunc(q.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		return "zh"
	}
	return "en"
}

// phrases are in the question's language.
func phrases(q Question) fixed {
	if language(q) == "zh" {
		return fixed{
			refusal: "这些文档里没有找到答案。", nothing: "没有任何文档与问题相符", comma: "、",
			unknown: "文档里从未出现：%s", missing: "最接近的段落没有提到 %s", unsupported: "最接近的段落没有回答这个问题", unfound: "（后一个问题，这些文档里没有找到答案。）",
			denied: "模型读过最接近的段落，认为它们没有回答这个问题", unverified: "模型写的话没有一句能在文档里核实", interrupted: "（模型在此中断，以下为原文摘录。）",
			now: heading{"截至 %s：", "未注明日期："}, on: heading{"%s：", "未注明日期："}, until: heading{"%s 以前：", "未注明日期："}, from: heading{"%s 起：", "未注明日期："},
			other: heading{"另有说法（%s）：", "另有说法（未注明日期）："}, also: heading{"另见（%s）：", "另见（未注明日期）："},
			before: heading{"此前（%s）：", "此前："}, rumour: heading{"传闻（%s）：", "传闻："}, denial: heading{"否认（%s）：", "否认："},
		}
	}
	return fixed{
		refusal: "The documents do not hold an answer.", nothing: "no document matches the question", comma: ", ",
		unknown: "not found in any document: %s", missing: "the nearest passages do not speak of %s", unsupported: "the nearest passages do not answer this question", unfound: "(To the second question the documents do not hold an answer.)",
		denied: "the model read the nearest passages and found no answer in them", unverified: "nothing that the model wrote could be verified in the documents", interrupted: "(The model broke off here; what follows is quoted.)",
		now: heading{"As of %s: ", "Undated: "}, on: heading{"%s: ", "Undated: "}, until: heading{"Before %s: ", "Undated: "}, from: heading{"From %s: ", "Undated: "},
		other: heading{"Another source (%s): ", "Another source (undated): "}, also: heading{"See also (%s): ", "See also (undated): "},
		before: heading{"Before (%s): ", "Before: "}, rumour: heading{"Rumour (%s): ", "Rumour: "}, denial: heading{"Denied (%s): ", "Denied: "},
	}
}
