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
}

// phrases are in the question's language unless q.Lang says otherwise.
func phrases(q Question) fixed {
	lang := q.Lang
	if lang == "" {
		lang = "en"
		if strings.ContainsFunc(q.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			lang = "zh"
		}
	}
	if lang == "zh" {
		return fixed{
			refusal: "这些文档里没有找到答案。", nothing: "没有任何文档与问题相符", comma: "、",
			unknown: "文档里从未出现：%s", missing: "最接近的段落没有提到 %s", unsupported: "最接近的段落没有回答这个问题",
		}
	}
	return fixed{
		refusal: "The documents do not hold an answer.", nothing: "no document matches the question", comma: ", ",
		unknown: "not found in any document: %s", missing: "the nearest passages do not speak of %s", unsupported: "the nearest passages do not answer this question",
	}
}

// refuse turns a into a refusal that names the nearest documents.
func (a *Answer) refuse(reason string, hits []retrieve.Hit, p fixed) {
	a.Answered, a.Text = false, p.refusal
	a.Refusal = &Refusal{Reason: reason, Nearest: []Nearest{}}
	seen := map[string]bool{}
	for _, h := range hits {
		if !seen[h.Document.ID] && len(a.Refusal.Nearest) < nearestShown {
			seen[h.Document.ID] = true
			a.Refusal.Nearest = append(a.Refusal.Nearest, Nearest{h.Document.ID, h.Document.Title})
		}
	}
}
