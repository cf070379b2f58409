// Package when finds the dates a text speaks of and says which they are, given
// the day the text was published: of an article of 6 March 2026, 昨天 is 5 March
// and 去年底 is the end of 2025.
//
// It reads no clock. What needs more than the text and its date say is left out:
// 昨天 in a text without a date, 25日 where no month is near, weekdays of a text of
// which only the year is known. Dates that recur (每年3月) or are of the lunar
// calendar are left out too, days that never were (2月30日) are marked as void.
//
//	published, _ := when.Parse("2026-03-06")
//	for _, m := range when.Find("昨天,公司公布了去年三季度的业绩。", published) {
//		fmt.Println(m.From, m.To)
//	}
//	// 2026-03-05 2026-03-05
//	// 2025-07 2025-09
package when
