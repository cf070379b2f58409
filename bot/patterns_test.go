package bot

import (
	"errors"
	"slices"
	"testing"

	"ask/retrieve/question"
)

func mustPatterns(t *testing.T) *patterns {
	t.Helper()
	p, err := loadPatterns()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestClaim has an example for every word of data/claims.txt, and sentences that look
// like one and are plain statements.
func TestClaim(t *testing.T) {
	p := mustPatterns(t)
	for claim, sentences := range map[string][]string{
		"rumour": {
			"这个说法只来自匿名消息，未经证实。", "该消息未经官方证实。", "交易传言未获证实。", "网传公司要换总裁。", "据传他秋天离开。",
			"市场传闻称两家将合并。", "传言说他去了别处。", "有人谣传码头要关。", "另有小道消息称新机年底发布。", "坊间流传的一种说法是他顶替这个位置。",
			"疑似泄露的照片显示了屏幕。", "据称是15亿元。", "有传他要回来。", "大家风闻此事。", "爆料称价格已经谈好。", "此事尚未得到证实。", "据傳他秋天離開。",
			"有自媒体发文称馆长要走。", "网帖称两家正在谈。", "一张截图显示桥要封了，截图里写道月底动工。", "有网友爆料她要走。", "有人猜他去了对岸。", "有人转来一篇文章，称船要停。", "业主群里都在传这件事。",
			"我一个在码头上班的亲戚说，船票要涨。", "听我表姐说要预约。", "圈内人透露他签了约。", "说个八卦，他俩合伙了。", "据说门口的树有两百岁。", "听邻居们说要拆。",
			"有人在业主群散布“水里有虫”的视频。", "有人在本地论坛发帖说桥裂了。", "从入秋起就有人传，厂子要卖。", "外面一直在传两家要并。", "传盐渡酒家要关。", "后来传得更离谱：钱都付了。",
			"听一个开货车的朋友讲，路要封。", "我姐夫在码头，喝酒讲，船要涨价。", "这事传得沸沸扬扬。", "上个月网上传“码头要填平”。",
			"A rumor says he left.", "The RUMOUR spread.", "It is unconfirmed.", "He allegedly left.",
		},
		"denied": {
			"公司否认了收购。", "平台出面辟谣。", "此事不实，请勿转发。", "此说子虚乌有。", "这并非事实。", "文章纯属虚构。", "公司发布澄清公告。", "本报更正如下。",
			"该文不实，照旧收费。", "停航？没有的事。", "涨到五元也是编的。", "视频系剪辑，与事实不符。", "这纯属误传。",
			"赝品一说不成立。", "有人问外面说馆长换了是怎么回事，她答：还没有选。", "She denied it.", "He denies it.", "The claim was refuted.", "Nobody has denied the sale.",
		},
		"reported": {
			"据本报消息，新机下周上市。", "据当地报道，桥已修好。", "据他透露，票价要涨。", "据介绍，馆藏五千件。", "据了解，工程已完工。", "据悉，会议推迟。",
			"消息称新机下周上市。", "有消息指出他已动身。", "消息人士说会议推迟。", "有消息说他来了。", "知情人士说码头要加雨棚。", "报道称桥已修好。", "媒体称他已动身。",
			"他透露了价格。", "他向记者爆料了内情。", "He reportedly left.", "According to the captain, it is late.",
		},
		"stated": {
			"白鹭号的船长是贺兰舟。", "他证实了这件事。", "船票十二元。", "消息发布于五月。", "他根据经验判断风向。", "The ferry leaves at six.", "不可否认，他的技术最好。", "毋庸否认，这条船老了。", "他传授手艺。", "河水澄清见底。", "亦有人称成功为郑延平。", "他的文章传到海外。", "截图发给我。", "朋友来了。",
			"据说是明代万历年间知县修的。", "门楣上写着“听雨”，据说是她的笔迹。", "有人说这是她最好的一部小说。", "故事流传至今。", "这首歌广为流传。", "传统手艺由他传下来。", "遗传与传播是两回事。", "请在网上预约。", "群里通知了时间。", "有人传授手艺。", "公司不评论市场传闻。", "调价与上述传言无关。",
		},
	} {
		for _, s := range sentences {
			if got := p.claim(s); got != claim {
				t.Errorf("claim(%q) = %s, want %s", s, got, claim)
			}
		}
	}
}

// TestClaimPrecedence: the more doubtful word decides.
func TestClaimPrecedence(t *testing.T) {
	p := mustPatterns(t)
	for s, want := range map[string]string{
		"知情人士透露，网传的价格有误。": "rumour",
		"知情人士否认了报价。":      "denied",
		"据传公司否认了收购。":      "rumour",
	} {
		if got := p.claim(s); got != want {
			t.Errorf("claim(%q) = %s, want %s", s, got, want)
		}
	}
}

// TestMeasures: numbers with units, none that are part of a name.
func TestMeasures(t *testing.T) {
	p := mustPatterns(t)
	for s, want := range map[string][]measure{
		"手提行李减到7公斤":    {{"7", "公斤"}},
		"票价由2元调整为3.5元": {{"2", "元"}, {"3.5", "元"}},
		"拾萤s3年底发布":     nil,
		"三号线停运":        nil,
	} {
		if got := p.measures(s); !slices.Equal(got, want) {
			t.Errorf("measures(%q) = %v, want %v", s, got, want)
		}
	}
}

// TestWhether: questions that ask whether something is so, and questions for what it is.
func TestWhether(t *testing.T) {
	e := &Extractive{patterns: mustPatterns(t)}
	for s, want := range map[string]bool{
		"渡轮要停航吗": true, "渡轮停航了么？": true, "听说渡轮要停航？": true, "船长换成阿岸了？": true, "消息靠谱吗": true,
		"渡轮的别名是什么？": false, "夜航船要挂几盏灯？": false, "渡轮怎么停了？": false, "船为什么停了？": false,
	} {
		if got := e.whether(question.New().Read(s)); got != want {
			t.Errorf("whether(%q) = %v", s, got)
		}
	}
}

func TestError(t *testing.T) {
	cause := errors.New("disk full")
	e := &Error{Code: "locked", Message: "cannot write", Err: cause}
	if got := e.Error(); got != "cannot write: disk full" {
		t.Errorf("Error() = %q", got)
	}
	if got := (&Error{Message: "cannot write"}).Error(); got != "cannot write" {
		t.Errorf("Error() = %q", got)
	}
	wrapped := errors.Join(errors.New("answer"), e)
	if got, ok := AsError(wrapped); !ok || got != e || !errors.Is(wrapped, cause) {
		t.Errorf("AsError = %v, %v", got, ok)
	}
	if _, ok := AsError(cause); ok {
		t.Error("AsError finds an *Error in another error")
	}
}
