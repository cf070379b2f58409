package model

import (
	"strings"
	"testing"
)

func filter(hold bool, pieces ...string) (string, thoughts) {
	t := thoughts{hold: hold}
	var out strings.Builder
	for _, piece := range pieces {
		out.WriteString(t.add(piece))
	}
	out.WriteString(t.end())
	return out.String(), t
}

func TestThoughts(t *testing.T) {
	tests := []struct {
		name, content, want string
		hold, late          bool
	}{
		{name: "none", content: "林在领导。", want: "林在领导。"},
		{name: "opened", content: "<think>嗯 < 3\n好</think>\n\n林。", want: "林。"},
		{name: "empty", content: "\n<think>\n\n</think>\n\n林。", want: "林。"},
		{name: "twice", content: "<think>a</think> <think>b</think>林。", want: "林。"},
		{name: "at a later line", content: "林。\n<think>a</think>\n王。", want: "林。\n王。"},
		{name: "never closed", content: "<think>a", want: ""},
		{name: "spoken of", content: "标签<think>和</think>成对。", want: "标签<think>和</think>成对。"},
		{name: "not a tag", content: "<thin k> </thinking", want: "<thin k> </thinking"},
		{name: "ends like a tag", content: "a <thi", want: "a <thi"},
		{name: "begins like a tag", content: "<th", want: "<th"},
		{name: "leading blanks", content: " \n 林。", want: "林。"},
		{name: "unopened, held", content: "嗯,\n好</think>\n林。", want: "林。", hold: true},
		{name: "held for nothing", content: "林。\n王。", want: "林。\n王。", hold: true},
		{name: "held, yet opened", content: "<think>a</think>林。", want: "林。", hold: true},
		{name: "unopened, a surprise", content: "嗯,\n</think>\n林。", want: "嗯,\n林。", late: true},
		{name: "closed at once", content: "</think>\n林。", want: "林。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, state := filter(tt.hold, tt.content)
			if got != tt.want || state.late != tt.late {
				t.Errorf("whole: %q late=%v, want %q", got, state.late, tt.want)
			}
			for size := 1; size <= 9; size++ {
				if got, _ := filter(tt.hold, cutEvery(tt.content, size)...); got != tt.want {
					t.Errorf("pieces of %d bytes: %q, want %q", size, got, tt.want)
				}
			}
		})
	}
}

// TestThoughtsDelay: only what may be part of a tag is kept back.
func TestThoughtsDelay(t *testing.T) {
	var f thoughts
	var got []string
	for _, piece := range []string{"林", "在<", "b>\n<thi", "nk>x", "</think>王"} {
		got = append(got, f.add(piece))
	}
	if want := "林|在|<b>\n||王"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestThoughtsApartReleases(t *testing.T) {
	f := thoughts{hold: true}
	if got := f.add("林在") + "|" + f.apart() + "|" + f.add("领导。") + f.end(); got != "|林在|领导。" {
		t.Errorf("%q", got)
	}
}

func cutEvery(text string, size int) []string {
	var out []string
	for len(text) > size {
		out, text = append(out, text[:size]), text[size:]
	}
	return append(out, text)
}

func FuzzThoughts(f *testing.F) {
	for _, seed := range []string{"<think>a</think>b", "a\n</think>b", "x<think>\n<think>", "\n</thi</think>"} {
		f.Add(seed, true, 3)
		f.Add(seed, false, 1)
	}
	f.Fuzz(func(t *testing.T, content string, hold bool, size int) {
		if size < 1 || len(content) > 4096 {
			return
		}
		whole, _ := filter(hold, content)
		pieces, _ := filter(hold, cutEvery(content, size)...)
		if whole != pieces {
			t.Errorf("pieces of %d give %q, the whole %q", size, pieces, whole)
		}
		if !strings.Contains(content, "<think>") && !strings.Contains(content, "</think>") &&
			whole != strings.TrimLeft(content, " \t\r\n") {
			t.Errorf("%q became %q", content, whole)
		}
	})
}
