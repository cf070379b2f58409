package bot_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ask/bot"
)

// gossipFiles tell of invented places: what is said of them, what is denied, what was
// revised, and why things happened.
var gossipFiles = map[string]string{
	"mill/公众号.md":  "---\ntitle: 饭后闲话\ndate: 2025-03-02\nkind: social\n---\n\n圈子里都在传，青柘面粉厂要卖给白渡粮油，价钱是3亿元。以上消息没有得到两家厂的回应，看看就好。\n",
	"mill/公告.md":   "---\ntitle: 青柘面粉厂声明\ndate: 2025-03-08\nkind: official\n---\n\n近日有自媒体称青柘面粉厂要卖给白渡粮油。本厂从未与白渡粮油谈过出售，上述传闻不属实。\n",
	"lake/论坛.md":   "---\ntitle: 网友杂谈\ndate: 2025-05-06\nkind: social\n---\n\n听说鹭湖公园下个月要开始收门票，每人20元。园方没有回应。\n",
	"pool/2019.md": "---\ntitle: 白渡市泳池管理办法（2019年）\ndate: 2019-03-01\n---\n\n第一条　为了管好泳池，制定本办法。\n第二条　白渡市泳池的水温不得低于24度。\n第三条　雷雨时清场。\n",
	"pool/2024.md": "---\ntitle: 白渡市泳池管理办法（2024年修订）\ndate: 2024-03-01\n---\n\n第一条　为了管好泳池，制定本办法。\n第二条　白渡市泳池的水温不得低于26度。\n第三条　雷雨时清场。\n",
	"inn/专访.md":    "---\ntitle: 老店关门\ndate: 2025-01-20\nkind: news\n---\n\n开了三十年的栖云客栈上周停业了。掌柜柯远在门口贴了一张纸。房租两年涨了三倍，生意难以为继。柯远说，由于找不到接手的人，只好先锁门。\n",
}

var gossip = sync.OnceValues(func() (*bench, error) {
	return openFiles("gossip", gossipFiles)
})

// TestHearsay: a denial comes first, a rumour is called one and comes last, and what an
// earlier edition said is history.
func TestHearsay(t *testing.T) {
	b, err := gossip()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, question string
		roles          []bot.Role
		first          string // in the first line
	}{
		{"a rumour and its denial", "青柘面粉厂要卖给白渡粮油吗？", []bot.Role{bot.Denial, bot.Rumour}, "从未"},
		{"a rumour nobody denies", "鹭湖公园要收门票吗？", []bot.Role{bot.Rumour}, "没有回应"},
		{"a revised rule", "白渡市泳池的水温不得低于多少度？", []bot.Role{bot.Plain, bot.Before}, "26度"},
		{"a reason that stands after the event", "栖云客栈为什么停业？", []bot.Role{bot.Plain, bot.Plain}, "停业"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := bot.Question{Text: c.question}
			a := b.ask(t, q)
			checkAnswer(t, b, q, a)
			var roles []bot.Role
			for _, l := range a.Lines() {
				roles = append(roles, l.Role)
			}
			if diff := cmp.Diff(c.roles, roles); diff != "" {
				t.Fatalf("roles (-want +got):\n%s%s", diff, a.Text)
			}
			if l := a.Lines()[0]; !strings.Contains(l.Words, c.first) {
				t.Errorf("first line %q does not hold %q", l.Words, c.first)
			}
		})
	}
}
