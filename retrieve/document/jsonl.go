package document

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
)

// maxRecord bounds one line of a JSONL file.
const maxRecord = 64 << 20

// record is one line of a JSONL file.
type record struct {
	ID        any    `json:"id"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Date      any    `json:"date"`
	URL       string `json:"url"`
	Kind      string `json:"kind"`
	Publisher string `json:"publisher"`
}

// parseJSONL makes one document of each record.
func parseJSONL(ctx context.Context, rel string, d decoded, opt Options, yield func(*Document) error) (skips []Skip, err error) {
	seen := map[string]bool{}
	number := 0
	for line := range strings.Lines(d.text) {
		number++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return skips, err
		}
		doc, where, reason := recordDocument(rel, number, line, opt)
		switch {
		case reason != "":
		case seen[doc.ID]:
			reason = "id used by an earlier record"
		default:
			seen[doc.ID] = true
			if number == 1 && d.warning != "" {
				doc.Warnings = append(doc.Warnings, d.warning)
			}
			if err := yield(doc); err != nil {
				return skips, err
			}
			continue
		}
		skips = append(skips, Skip{where, reason})
	}
	if number == 0 {
		return []Skip{{rel, "empty"}}, nil
	}
	return skips, nil
}

// recordDocument makes the document of one line, or says why there is none.
func recordDocument(rel string, number int, line string, opt Options) (doc *Document, where, reason string) {
	where = fmt.Sprintf("%s:%d", rel, number)
	if len(line) > maxRecord {
		return nil, where, "record too large"
	}
	var r record
	dec := json.NewDecoder(bytes.NewReader([]byte(line)))
	dec.UseNumber() // an id of 20 digits must not lose any
	if err := dec.Decode(&r); err != nil {
		return nil, where, "not valid JSON: " + err.Error()
	}
	if dec.More() {
		return nil, where, "not valid JSON: more than one value in the line"
	}
	id := scalar(r.ID)
	if id == "" {
		id = fmt.Sprintf("line-%d", number)
	}
	if strings.TrimSpace(r.Text) == "" {
		return nil, where, "no text"
	}
	d := newDraft(rel, cleanID(rel+"#"+id), opt)
	d.meta = meta{title: r.Title, publisher: r.Publisher, url: r.URL, claim: r.Kind}
	if date := scalar(r.Date); date != "" {
		d.meta.fields = frontMatter{"date": date}
	}
	d.record = true
	doc = d.document(r.Text)
	if doc.Text == "" {
		return nil, where, emptyReason(r.Text, d)
	}
	return doc, where, ""
}

// scalar is a JSON string or number as text.
func scalar(value any) string {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	}
	return ""
}
