package remote

import (
	"strings"
	"testing"
)

// TestBase: an address is taken that leads to one server and holds no secret, and an error
// repeats nothing of it.
func TestBase(t *testing.T) {
	for _, tt := range []struct {
		address string
		plain   bool // plain HTTP is allowed
		want    string
	}{
		{"https://models.example/v1/", false, "https://models.example/v1"},
		{" http://127.0.0.1:11434/v1 ", false, "http://127.0.0.1:11434/v1"},
		{"http://[::1]:8000", false, "http://[::1]:8000"},
		{"http://models.example/v1", true, "http://models.example/v1"},
		{"http://models.example/v1", false, ""},
		{"http://127.0.0.1.models.example/v1", false, ""},
		{"ftp://models.example", true, ""},
		{"models.example/v1", true, ""},
		{"https://sk-secret@models.example/v1", true, ""},
		{"https://models.example/v1?key=sk-secret", true, ""},
		{"https://models.example/v1#sk-secret", true, ""},
		{"https://sk-secret\x7f.example", true, ""},
	} {
		got, err := Base(tt.address, tt.plain)
		if tt.want == "" {
			if err == nil || strings.Contains(err.Error(), "sk-secret") || strings.Contains(err.Error(), "models") {
				t.Errorf("Base(%q, %v): %v, %v", tt.address, tt.plain, got, err)
			}
			continue
		}
		if err != nil || got.String() != tt.want {
			t.Errorf("Base(%q, %v) = %v, %v; want %s", tt.address, tt.plain, got, err, tt.want)
		}
	}
}
