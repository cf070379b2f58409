// Package follow makes follow-up questions stand on their own, without a model: it
// carries names over from the turns before.
//
//	r, err := follow.New(nil)
//	q, changed := r.Standalone([]follow.Turn{
//		{Question: "谁在领导千问?", Answer: "千问由林俊旸领导。[1]"},
//	}, "他之前在哪里?")
//	fmt.Println(q, changed) // 林俊旸之前在哪里? true
//
// It resolves pronouns (他, 该公司, 那里, 当时, he, that company), puts back a subject
// that was left out (什么时候离职的?), repeats the question before with another element
// (那2024年呢? and in 2023?) or another question word (为什么? when?), and compares
// (和B比呢).
//
// It knows word lists (data/) and forms of questions, no grammar. A question with a
// subject of its own is left alone. Answers lend names and dates, never facts, and turns
// with odd content (template tokens, addresses, orders to a machine) lend nothing. It
// refuses to invent: every character of the result is one of the question or the
// history, besides 还, 和, spaces, and in English "in", "and" and 's.
package follow
