package bot

import (
	"strings"
	"unicode"

	"ask/retrieve"
)

// nearestShown is how many documents a refusal names.
const nearestShown = 3

// fixed are the sentences that are always the same.
type fixed struct {
	refusal, nothing, unknown, missing, unsupported, comma string
	// What becomes of a model's answer.
	denied, unverified, interrupted string
	// In front of quotes: %s is a date.
	asOf, dated, until, other                                        string
	undated, otherUndated, also, alsoUndated, before, rumour, denial string
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
			unknown: "文档里从未出现：%s", missing: "最接近的段落没有提到 %s", unsupported: "最接近的段落没有回答这个问题",
			denied: "模型读过最接近的段落，认为它们没有回答这个问题", unverified: "模型写的话没有一句能在文档里核实", interrupted: "（模型在此中断，以下为原文摘录。）",
			asOf: "截至 %s：", dated: "%s：", until: "%s 以前：", other: "另有说法（%s）：",
			undated: "未注明日期：", also: "另见（%s）：", alsoUndated: "另见（未注明日期）：", otherUndated: "另有说法（未注明日期）：", before: "此前：", rumour: "传闻：", denial: "否认：",
		}
	}
	return fixed{
		refusal: "The documents do not hold an answer.", nothing: "no document matches the question", comma: ", ",
		unknown: "not found in any document: %s", missing: "the nearest passages do not speak of %s", unsupported: "the nearest passages do not answer this question",
		denied: "the model read the nearest passages and found no answer in them", unverified: "nothing that the model wrote could be verified in the documents", interrupted: "(The model broke off here; what follows is quoted.)",
		asOf: "As of %s: ", dated: "%s: ", until: "Before %s: ", other: "Another source (%s): ",
		undated: "Undated: ", also: "See also (%s): ", alsoUndated: "See also (undated): ", otherUndated: "Another source (undated): ", before: "Before: ", rumour: "Rumour: ", denial: "Denied: ",
	}
}

// refuse turns a into a refusal that names the nearest documents.
func (e *Extractive) refuse(a *Answer, reason string, hits []retrieve.Hit, p fixed) {
	a.Answered, a.Text = false, p.refusal
	a.Refusal = &Refusal{Reason: reason, Nearest: []Nearest{}}
	seen := map[string]bool{}
	for _, h := range hits {
		if !seen[h.Document.ID] && len(a.Refusal.Nearest) < nearestShown {
			seen[h.Document.ID] = true
			a.Refusal.Nearest = append(a.Refusal.Nearest, Nearest{h.Document.ID, e.title(h.Document)})
		}
	}
}
