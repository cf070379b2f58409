package segment

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func writeDict(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestUserDict: words of a user dictionary are kept whole, however the file was made.
func TestUserDict(t *testing.T) {
	path := writeDict(t, "my;own|dict.txt", "\ufeff林俊旸 100 nr\r\n"+
		"\r\n"+
		"苏堤春晓\r\n"+
		"GPT神器\tnz\n"+
		"  通義千問   nz  \n"+
		"百川智能 50\n")
	j, err := LoadJieba(cacheDir, path)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for _, tt := range []struct {
		in, word string
		tag      Tag
	}{
		{"昨天林俊旸离职", "林俊旸", Person},
		{"去看苏堤春晓吧", "苏堤春晓", NoTag},
		{"用gpt神器写作", "gpt神器", Proper},
		{"使用通义千问写作", "通义千问", Proper},
		{"来到百川智能工作", "百川智能", NoTag},
	} {
		words := j.Cut(tt.in)
		i := slices.IndexFunc(words, func(w Word) bool { return w.Text == tt.word })
		if i < 0 {
			t.Errorf("%q is not in %q", tt.word, texts(words))
		} else if words[i].Tag != tt.tag {
			t.Errorf("%q has tag %d, want %d", tt.word, words[i].Tag, tt.tag)
		}
	}
}

// TestUserDictRefused: jieba would end the process on some of these.
func TestUserDictRefused(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"four fields", "好词\n一 二 三 四\n", ":2:"},
		{"not UTF-8", "好词\n\n\xc1\xf7\n", ":3:"},
		{"NUL", "好\x00词\n", ":1:"},
		{"frequency no number", "好词 many n\n", ":1:"},
		{"frequency zero", "好词 0 n\n", ":1:"},
		{"frequency below zero", "好词 -5 n\n", ":1:"},
		{"frequency out of range", "好词 99999999999999999999 n\n", ":1:"},
		{"endless line", strings.Repeat("长", 1<<16), "too long"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j, err := LoadJieba(cacheDir, writeDict(t, "dict.txt", tt.content))
			if err == nil {
				j.Close()
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "user dictionary") {
				t.Errorf("error %q does not name %q", err, tt.want)
			}
		})
	}
	if _, err := LoadJieba(cacheDir, filepath.Join(t.TempDir(), "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
	if _, err := LoadJieba(cacheDir, t.TempDir()); err == nil {
		t.Error("a folder is accepted")
	}
}

// TestCacheDirNames: jieba takes | and ; in the path of a user dictionary for the end of
// a file name, and ends the process when it finds no such file.
func TestCacheDirNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a;b|c 缓存")
	j, err := LoadJieba(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if got := texts(j.Cut("西湖位于杭州")); len(got) != 3 {
		t.Errorf("Cut: %q", got)
	}
}
