// Package quantity finds the numbers, measures, shares, ordinals, dates and
// times that Chinese and English text states, in one form whatever the spelling:
// 十二亿五千万元, 12.5亿元 and "1.25 billion yuan" are the same quantity.
//
// It is made for checking a sentence against its evidence, where a number that
// is none would condemn a true sentence. So it leaves alone numerals inside words
// and names (一起, 三星, GPT-4), "a" or "one" of something (一个, 一次), vague
// counts (几十, 十几) and versions. It resolves nothing: 去年 and 昨天 are no
// quantities, and 3月5日 has no year.
//
//	for _, q := range quantity.Find("营收约12.5亿元,同比增长3%") {
//		fmt.Println(q.Kind, q.Value, q.Unit, q.Approx)
//	}
//	// number 1250000000 元 true
//	// percent 3 % false
package quantity

import "ask/retrieve/text"

// Kind says what a quantity is.
type Kind string

// The kinds of quantities.
const (
	Number  Kind = "number"  // a count or a measure
	Percent Kind = "percent" // a share: 3%, 三成, 三分之二; or percentage points
	Date    Kind = "date"
	Ordinal Kind = "ordinal" // 第三, 3号, 5th
	Time    Kind = "time"    // of day; Value is hh:mm
)

// Quantity is one number, measure or date of a text. It holds no reference to
// the text.
type Quantity struct {
	// Span is where it stands, in bytes of the string searched, its unit
	// included and words like 约 and 左右 not.
	Span text.Span
	Kind Kind
	// Value is the number in decimal, without separators, needless zeros or
	// scale words: "1250000000", "3.5", "-2". A range has both ends, "3..5", a
	// score or ratio both sides, "3:1", a share without finite decimals a
	// fraction of percents, "200/3". Dates have none.
	Value string
	// Unit is the unit in one spelling: 公里 for km and 千米. Counts of people are
	// in 人, of things without a unit of their own in 个. Of a percentage it is
	// "%" or "百分点"; of a date "" or what is meant but a day, month or year:
	// "年代", "Q1" to "Q4", "H1", "H2", "财年", or "财年" and one of these.
	Unit string
	// Year, Month and Day are those of a date; 0 is not said. Years before our
	// era are negative, of a decade it is the first.
	Year, Month, Day int
	// Approx is set if the text says so: 约, 近, 超过, 多, 余, 左右, 以上.
	Approx bool
}

// Find returns the quantities of s in order; they do not overlap.
func Find(s string) []Quantity {
	p := &parser{lex: loaded(), s: s, f: text.Fold(s)}
	p.run()
	return p.found
}
