package document

import (
	"strings"
	"testing"
)

// TestMenu: short links beside each other are a menu, links in a sentence are not.
func TestMenu(t *testing.T) {
	d := parseOne(t, "a.html", `<html><body><div><a>首页</a><a href="/a">县情</a> <a>便民</a></div><p>汐桥早市搬到了码头街,每天清晨五点开市,摊位比从前多了一倍,停车场也扩大了,周末还有夜市和民乐演出。</p>`+
		`<p>详见<a>公告</a>、<a>地图</a>和<a>时间表</a>。</p></body></html>`)
	if strings.Contains(d.Text, "县情") || !strings.Contains(d.Text, "详见公告") {
		t.Errorf("text %q", d.Text)
	}
}
