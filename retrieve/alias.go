package retrieve

import (
	"context"
	"slices"
	"strings"

	"ask/retrieve/corpus"
	"ask/retrieve/lexical"
	"ask/retrieve/question"
	"ask/retrieve/text"
)

// maxAliasPassages is how many passages are looked through for a name's other
// spelling.
const maxAliasPassages = 20

// readQuestion reads a question and writes names the way the documents do: a romanised
// Chinese name that the index holds in characters is replaced by them, and a Chinese
// name that it holds only romanised gets that spelling added; of a name and its
// translation in brackets the one that no document holds is dropped. So everything
// after it matches one spelling.
func (ix *Index) readQuestion(ctx context.Context, raw string) *question.Question {
	rewritten := raw
	for _, n := range slices.Backward(text.LatinNames(raw, true)) {
		for _, k := range n.Keys {
			if han := ix.hanSpelling(ctx, k); han != "" {
				rewritten = rewritten[:n.Start] + han + rewritten[n.End:]
				break
			}
		}
	}
	q := ix.reader.Read(rewritten)
	for _, run := range unindexed(q.Stripped, ix.readTerms(ctx, q)) {
		for _, k := range text.NameKeys(run) {
			if n, err := ix.lex.Frequency(ctx, lexical.Names, hanName+k); err != nil || n > 0 {
				continue // somebody else of that sound
			}
			if latin := ix.latinSpelling(ctx, k); latin != "" {
				rewritten = strings.ReplaceAll(text.Fold(rewritten), run, " "+text.Fold(latin)+" ")
			}
		}
	}
	if strings.ContainsAny(raw, "(（") {
		q = ix.reader.Read(rewritten)
		rewritten = beside(text.Fold(rewritten), ix.judgeTerms(ctx, q, ix.readTerms(ctx, q)).out)
	}
	if rewritten != raw {
		q = ix.reader.Read(rewritten)
		q.Raw = raw
	}
	return q
}

// hanSpelling finds the characters of the name that key spells in pinyin.
func (ix *Index) hanSpelling(ctx context.Context, key string) string {
	return ix.spelling(ctx, hanName+key, func(d corpus.Doc, p corpus.Passage, body string) string {
		for _, tag := range ix.table.Tags(p) {
			end := int(tag.Start) + int(tag.Len)
			if tag.Class != corpus.TagPerson || end > len(body) {
				continue
			}
			if name := body[tag.Start:end]; slices.Contains(text.NameKeys(name), key) {
				return name
			}
		}
		return ""
	})
}

// latinSpelling finds how documents romanise the name of that key.
func (ix *Index) latinSpelling(ctx context.Context, key string) string {
	return ix.spelling(ctx, latinName+key, func(d corpus.Doc, p corpus.Passage, body string) string {
		for _, s := range []string{body, titleOf(d.Title, p.Heading)} {
			for _, n := range text.LatinNames(s, false) {
				if slices.Contains(n.Keys, key) {
					return s[n.Start:n.End]
				}
			}
		}
		return ""
	})
}

func (ix *Index) spelling(ctx context.Context, term string, find func(corpus.Doc, corpus.Passage, string) string) string {
	list, err := ix.lex.Postings(ctx, lexical.Names, term, nil)
	if err != nil {
		return ""
	}
	for _, post := range list[:min(len(list), maxAliasPassages)] {
		d, p, body, err := ix.read(post.Passage)
		if err != nil {
			return ""
		}
		if s := find(d, p, body); s != "" {
			return strings.Clone(s)
		}
	}
	return ""
}
