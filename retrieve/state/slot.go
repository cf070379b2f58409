package state

import (
	"strings"

	"ask/retrieve/text"
)

// readSynonyms maps each folded name of a post to the one that stands for it. A
// backslash and a space are a space inside a name.
func readSynonyms() (map[string]string, error) {
	rows, err := lines("synonyms.txt")
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, row := range rows {
		names := strings.Split(strings.ReplaceAll(strings.Join(row, "\n"), "\\\n", " "), "\n")
		for _, n := range names {
			out[text.Fold(n)] = text.Fold(names[0])
		}
	}
	return out, nil
}

// lead is the post of who leads a thing, whatever it is called: 带领, 负责人, 一号位.
const leadPost = "负责人"

// Slot is the same string for statements that speak of one post: Of and Role folded,
// the names of one post as one, 云岬市市长 as 云岬市长. For changes of things it is the
// thing. It is "" if the statement names neither.
func (x *Extractor) Slot(st Statement) string {
	of := bare(text.Fold(st.Of))
	role := bare(text.Fold(st.Role))
	switch st.Kind {
	case Holds, Starts, Ends, "":
	default:
		return of
	}
	if to, ok := x.synonyms[role]; ok {
		role = to
	}
	if role == "" && of != "" {
		role = leadPost
	}
	for _, unit := range []string{"市", "县", "省", "镇", "区"} {
		if strings.HasPrefix(role, unit) {
			of = strings.TrimSuffix(of, unit)
		}
	}
	if of == "" && role == "" {
		return ""
	}
	return of + "|" + role
}

// bare leaves out quotes and what stands in brackets.
func bare(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(depth-1, 0)
		case '“', '”', '"', '《', '》', '「', '」':
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// Heads reports whether the post of st is that of who leads the whole it belongs to:
// 总裁, CEO and 负责人 are, 副总裁 and CTO are not.
func (x *Extractor) Heads(st Statement) bool {
	role := bare(text.Fold(st.Role))
	if to, ok := x.synonyms[role]; ok {
		role = to
	}
	switch role {
	case "", leadPost, "ceo", "总裁", "总经理", "董事长", "校长", "院长", "馆长", "所长", "行长", "会长", "社长", "台长", "厂长", "主任", "局长", "市长", "县长", "镇长", "省长", "理事长", "主席", "总统", "总理":
		return true
	}
	return false
}
