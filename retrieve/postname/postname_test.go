package postname

import (
	"slices"
	"testing"

	"ask/retrieve/text"
)

func rules(t testing.TB) *Rules {
	t.Helper()
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNear(t *testing.T) {
	r := rules(t)
	for _, tt := range []struct {
		name, a, b string
		want       bool
	}{
		{"the same", "阿里云", "阿里云", true},
		{"a word behind", "阿里云", "阿里云智能", true},
		{"two words behind", "阿里云", "阿里云智能集团", true},
		{"one word more", "阿里云智能", "阿里云智能集团", true},
		{"a group and a company", "潮生科技", "潮生集团", false},
		{"a group and its company's group", "潮生集团", "潮生科技集团", false},
		{"its team", "千问", "千问团队", true},
		{"its model", "千问", "千问大模型", true},
		{"the owner in front", "千问", "阿里千问", true},
		{"a maker's name in front", "千问", "通义千问", true},
		{"owner and model", "千问", "阿里千问基础模型", true},
		{"an owner in Latin", "deepmind", "google deepmind", true},
		{"two owners", "通义千问", "阿里千问", false},
		{"the owner itself", "阿里巴巴", "阿里千问", false},
		{"part of the group", "阿里巴巴", "阿里云", false},
		{"a kind of it", "微信", "企业微信", false},
		{"a place in front", "联通", "上海联通", false},
		{"anybody's university", "交通大学", "西安交通大学", false},
		{"anybody's laboratory", "实验室", "达摩实验室", false},
		{"anybody's party", "共产党", "南斯拉夫共产党", false},
		{"a part only", "智能", "阿里云智能", false},
		{"one character more", "千问", "小千问", false},
		{"inside a Latin word", "mind", "deepmind", false},
		{"a version", "qwen", "qwen3", false},
		{"a word every owner has", "cloud", "alibaba cloud", false},
		{"short name of a group", "阿里集团", "阿里巴巴集团", true},
		{"a name in both scripts", "alibaba cloud", "阿里云智能", true},
		{"Latin endings", "nordvik", "nordvik group inc.", true},
		{"nothing", "", "阿里云", false},
		{"a trade's association", "梨洲木雕协会", "梨洲木雕行业协会", true},
		{"a city's museum", "梨洲市博物馆", "梨洲博物馆", true},
		{"both", "梨洲木雕协会", "梨洲市木雕行业协会", true},
		{"a city's and a county's", "梨洲市教育局", "梨洲县教育局", false},
		{"a word with the character", "梨洲城市集团", "梨洲城集团", false},
		{"a market", "梨洲市场监管局", "梨洲场监管局", false},
		{"other things", "砾光云", "潮生云", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := r.Near(tt.a, tt.b); got != tt.want {
				t.Errorf("Near(%q, %q) = %v", tt.a, tt.b, got)
			}
			if got := r.Near(tt.b, tt.a); got != tt.want {
				t.Errorf("Near(%q, %q) = %v", tt.b, tt.a, got)
			}
			ca, cb := r.Core(tt.a), r.Core(tt.b)
			if tt.want && ca != cb && !slices.Contains(r.Inner(tt.a), cb) && !slices.Contains(r.Inner(tt.b), ca) {
				t.Errorf("near, but neither the cores %q and %q nor what is inside them meet", ca, cb)
			}
		})
	}
}

func TestAlias(t *testing.T) {
	for _, tt := range []struct{ name, base, other string }{
		{"千问", "千问", ""},
		{"千问(qwen)", "千问", "qwen"},
		{"阿里千问(qwen)基础模型", "阿里千问基础模型", "qwen"},
		{"qwen(千问)", "qwen", "千问"},
		{"阿里云(杭州)", "阿里云", ""},
		{"阿里云(2009年成立)", "阿里云", ""},
		{"某公司(nyse: abc)", "某公司", ""},
		{"千问(a)", "千问", ""},
		{"千问(qwen", "千问(qwen", ""},
		{"(qwen)", "", ""},
	} {
		if base, other := Alias(tt.name); base != tt.base || other != tt.other {
			t.Errorf("Alias(%q) = %q, %q, want %q, %q", tt.name, base, other, tt.base, tt.other)
		}
	}
}

// TestWords: what is not folded would match nothing.
func TestWords(t *testing.T) {
	r := rules(t)
	words := slices.Clone(r.ends)
	for w, full := range r.same {
		words = append(words, w, full)
	}
	for w := range r.places {
		words = append(words, w)
	}
	for _, w := range words {
		if w != text.Fold(w) {
			t.Errorf("%q is not folded", w)
		}
	}
}

func FuzzNear(f *testing.F) {
	r := rules(f)
	f.Add("阿里云智能集团", "阿里云")
	f.Add("google deepmind", "(deepmind)集团")
	f.Fuzz(func(t *testing.T, a, b string) {
		if r.Near(a, b) != r.Near(b, a) {
			t.Errorf("Near(%q, %q) depends on the order", a, b)
		}
		if !r.Near(a, a) {
			t.Errorf("%q is not near itself", a)
		}
		Alias(a)
	})
}
