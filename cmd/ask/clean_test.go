package main

import "testing"

func TestClean(t *testing.T) {
	tests := map[string]string{
		"春天\n\t新茶":                       "春天\n\t新茶",
		"a\x1b]0;title\x07b":             "a]0;titleb",
		"a\x1b[31mb":                     "a[31mb",
		"a\rb\x00c\x7fd":                 "abcd",
		"a\u009b31mb\u0085c":             "a31mbc",
		"a\u202eb\u2066c\u200fd\u061ce":  "abcde",
		"bad \xff byte":                  "bad \uFFFD byte",
		"👩\u200d🌾 joins with zero width": "👩\u200d🌾 joins with zero width",
	}
	for in, want := range tests {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
	if got := cleanLine("a\nb\tc\u2028d"); got != "a b c d" {
		t.Errorf("cleanLine = %q", got)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b[0m\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range clean(s) {
			if steers(r) {
				t.Fatalf("%q left in %q", r, s)
			}
		}
	})
}
