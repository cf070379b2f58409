// Package check judges sentences that a language model wrote against the passages it was
// shown. It uses rules and word lists only, no model and no network, so the same sentence
// always gets the same verdict.
//
// A claim is cut into clauses, and each is aligned with the sentences of the passages that
// share most with it (package text folds both, package quantity reads the numbers). What
// the alignment leaves over decides: numbers, dates and units without an equal, names the
// sentence does not have or has in another place, negations and antonyms on one side only,
// hedges and speakers that were dropped. Words that carry no matter, synonyms of a list,
// and the subject's name in place of a pronoun are no fault.
//
// A claim without a flaw is Supported if most of it is found, else a Paraphrase or
// Unsupported. One with a flaw is never passed on: if it is clear which sentence it was
// made from, that sentence is shown in its place (Repaired), else nothing.
//
// It refuses to reason: a true conclusion from two sentences is Unsupported, and a
// rewording with words that no list has is Repaired. It does not see a flaw that leaves
// all words in place, such as a modifier moved to another noun, and knows no synonyms
// beyond its list.
//
//	c, err := check.New()
//	e := c.Evidence(question, passages)
//	v := e.Check("顾晚晴接任首席执行官。", []int{1})
//	if v.State == check.Supported {
//		fmt.Println(v.Text, v.Quotes[0].Passage)
//	}
package check
