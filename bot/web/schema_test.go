package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// apiDoc is the OpenAPI document, as far as the tests look at it.
type apiDoc struct {
	Paths map[string]map[string]struct {
		Responses map[string]struct {
			Content map[string]struct {
				Schema map[string]any `json:"schema"`
			} `json:"content"`
		} `json:"responses"`
		RequestBody struct {
			Content map[string]struct {
				Schema map[string]any `json:"schema"`
			} `json:"content"`
		} `json:"requestBody"`
	} `json:"paths"`
	Components struct {
		Schemas map[string]map[string]any `json:"schemas"`
	} `json:"components"`
}

func readAPI(t *testing.T) *apiDoc {
	t.Helper()
	var d apiDoc
	if err := json.Unmarshal(openAPIFile, &d); err != nil {
		t.Fatal(err)
	}
	return &d
}

// check reports where a value breaks a schema. It knows the words the document uses.
func (d *apiDoc) check(schema map[string]any, v any, at string) []string {
	if ref, ok := schema["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/components/schemas/")
		if d.Components.Schemas[name] == nil {
			return []string{at + ": no schema " + ref}
		}
		return d.check(d.Components.Schemas[name], v, at)
	}
	if any, ok := schema["anyOf"].([]any); ok {
		var all []string
		for _, one := range any {
			wrong := d.check(object(one), v, at)
			if len(wrong) == 0 {
				return nil
			}
			all = append(all, wrong...)
		}
		return all
	}
	if types := oneOrAll(schema["type"]); len(types) > 0 && !slices.ContainsFunc(types, func(t any) bool { return isType(t, v) }) {
		return []string{fmt.Sprintf("%s: %v is not %v", at, v, types)}
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.ContainsFunc(enum, func(e any) bool { return reflect.DeepEqual(e, v) }) {
		return []string{fmt.Sprintf("%s: %v is none of %v", at, v, enum)}
	}
	if schema["format"] == "uri" {
		if u, err := url.Parse(fmt.Sprint(v)); err != nil || u.Host == "" {
			return []string{fmt.Sprintf("%s: %v is not an absolute address", at, v)}
		}
	}
	return d.checkInside(schema, v, at)
}

func (d *apiDoc) checkInside(schema map[string]any, v any, at string) []string {
	var wrong []string
	if items := object(schema["items"]); items != nil {
		for i, item := range list(v) {
			wrong = append(wrong, d.check(items, item, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	m, ok := v.(map[string]any)
	if !ok {
		return wrong
	}
	for _, name := range list(schema["required"]) {
		if _, ok := m[name.(string)]; !ok {
			wrong = append(wrong, fmt.Sprintf("%s: %s is missing", at, name))
		}
	}
	for name, value := range m {
		inner := object(object(schema["properties"])[name])
		if inner == nil {
			inner = object(schema["additionalProperties"])
		}
		if inner == nil && schema["additionalProperties"] == false {
			wrong = append(wrong, fmt.Sprintf("%s: %s is not described", at, name))
		}
		if inner != nil {
			wrong = append(wrong, d.check(inner, value, at+"."+name)...)
		}
	}
	return wrong
}

func oneOrAll(v any) []any {
	if all, ok := v.([]any); ok {
		return all
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

func isType(name, v any) bool {
	switch name {
	case "null":
		return v == nil
	case "integer":
		f, ok := v.(float64)
		return ok && f == float64(int64(f))
	case "number":
		_, ok := v.(float64)
		return ok
	case "string":
		_, ok := v.(string)
		return ok
	case "boolean":
		_, ok := v.(bool)
		return ok
	case "array":
		_, ok := v.([]any)
		return ok
	case "object":
		_, ok := v.(map[string]any)
		return ok
	}
	return false
}

// TestSchemaCheck makes sure that the check can fail.
func TestSchemaCheck(t *testing.T) {
	d := readAPI(t)
	for _, bad := range []string{
		`{"id":"m","object":"model","created":1}`,
		`{"id":"m","object":"list","created":1,"owned_by":"a"}`,
		`{"id":"m","object":"model","created":"1","owned_by":"a"}`,
		`{"id":"m","object":"model","created":1,"owned_by":"a","extra":1}`,
		`{"id":null,"object":"model","created":1,"owned_by":"a"}`,
	} {
		if wrong := d.check(d.Components.Schemas["Model"], decode(t, []byte(bad)), "model"); len(wrong) == 0 {
			t.Errorf("%s passes", bad)
		}
	}
}
