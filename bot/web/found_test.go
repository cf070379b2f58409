package web

import (
	"strings"
	"testing"

	"ask/bot/model/modeltest"
)

// TestFoundIsListed: with the first words of an answer that is being written comes all that
// was found, what is cited first; a mark without a passage is counted.
func TestFoundIsListed(t *testing.T) {
	address := listen(t, withServer(t, modeltest.Answering(func([]modeltest.Message) string {
		return "四年来一直领导千问基础模型的林俊旸提出辞职[1][97]。"
	}), false))
	for name, results := range map[string][]any{
		"stream": firstResults(stream(t, address, question(answerable, `"stream":true`))),
		"whole":  wholeResults(t, address),
	} {
		if len(results) < 4 {
			t.Fatalf("%s: %d results: %v", name, len(results), results)
		}
		seen := map[any]bool{}
		for i, r := range results {
			quoted := object(r)["snippet"] != ""
			if quoted != (i == 0) || object(r)["title"] == "" || !strings.HasPrefix(object(r)["url"].(string), "http") || seen[object(r)["url"]] {
				t.Errorf("%s: result %d: %v", name, i+1, r)
			}
			seen[object(r)["url"]] = true
		}
	}
	if _, data := get(t, address+"/metrics"); !strings.Contains(string(data), "ask_citations_dropped_total 2\n") {
		t.Error("dropped marks are not counted")
	}
}

// firstResults are those of the first chunk that has any; it must be one with content.
func firstResults(r *recorded) []any {
	for _, c := range r.chunks {
		if results := list(c["search_results"]); results != nil {
			if object(object(list(c["choices"])[0])["delta"])["content"] == "" {
				return nil
			}
			return results
		}
	}
	return nil
}

func wholeResults(t *testing.T, address string) []any {
	_, data := post(t, address+"/v1/chat/completions", question(answerable))
	return list(decode(t, data)["search_results"])
}
