// Package postname tells whether two names of what a post belongs to may mean one
// thing: 阿里云智能集团 and 阿里云, 通义千问 and 千问.
//
// One name may be longer than the other by words of a list behind (集团, 团队), or by its
// owner in front (阿里千问). The owner must be no ordinary word and no place, and what
// follows it a name of its own: 企业微信 is not 微信, 上海交通大学 not 交通大学. Known
// short names (阿里, 阿里巴巴) are a list too. It refuses everything else, so two names of
// one thing may stay apart; it does not compare 潮生科技 with 潮生集团, which may be two.
//
//	r, err := postname.New()
//	…
//	r.Near("阿里云智能集团", "阿里云") // true
package postname
