package main

import (
	"strings"
	"unicode"

	"ask/retrieve/document"
)

// labels are the words around an answer, in one language.
type labels struct {
	undated, nearest, noTitle, noHits string
	timeline                          string // above what happened when
	understood                        string // in front of a follow-up question as it was completed
	kinds                             map[document.Kind]string
	claims                            map[string]string
	columns                           []string // of the list of sources
}

// labelsFor is in the language asked for, else in that of the text: Chinese if it holds
// any Han character.
func labelsFor(lang, text string) labels {
	if lang == "en" || lang == "" && !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return labels{
			undated: "undated", nearest: "Nearest documents:", noTitle: "untitled", noHits: "no passage matches",
			timeline: "Timeline:", understood: "understood as: ",
			kinds: map[document.Kind]string{
				document.Official: "official", document.News: "news", document.Blog: "blog",
				document.Social: "social", document.AIGenerated: "AI-generated", document.Unknown: "unknown",
			},
			claims:  map[string]string{"reported": "reported", "rumour": "rumour", "denied": "denied"},
			columns: []string{"DATE", "FROM", "KIND", "PASSAGES", "DOCUMENT", "TITLE"},
		}
	}
	return labels{
		undated: "未注明日期", nearest: "最接近的文档：", noTitle: "无标题", noHits: "没有匹配的段落",
		timeline: "时间线：", understood: "理解为：",
		kinds: map[document.Kind]string{
			document.Official: "官方", document.News: "新闻", document.Blog: "博客",
			document.Social: "社交", document.AIGenerated: "AI 生成", document.Unknown: "未知",
		},
		claims:  map[string]string{"reported": "转述", "rumour": "传闻", "denied": "否认"},
		columns: []string{"日期", "日期来源", "类别", "段落", "文档", "标题"},
	}
}

// kind is the label of a kind; a kind without a label shows as it is.
func (l labels) kind(k document.Kind) string {
	if s, ok := l.kinds[k]; ok {
		return s
	}
	return string(k)
}
