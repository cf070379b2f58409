package when_test

import (
	"fmt"

	"ask/retrieve/when"
)

func ExampleFind() {
	published, _ := when.Parse("2026-03-06")
	for _, m := range when.Find("昨天,公司公布了去年三季度的业绩。", published) {
		fmt.Println(m.From, m.To)
	}
	// Output:
	// 2026-03-05 2026-03-05
	// 2025-07 2025-09
}
