package quantity_test

import (
	"fmt"

	"ask/bot/check/quantity"
)

func ExampleFind() {
	for _, q := range quantity.Find("营收约12.5亿元,同比增长3%") {
		fmt.Println(q.Kind, q.Value, q.Unit, q.Approx)
	}
	// Output:
	// number 1250000000 元 true
	// percent 3 % false
}

func ExampleIn() {
	evidence := quantity.Find("公司于二〇二四年三月五日开业,投资十二亿五千万元。")
	for _, q := range quantity.Find("2024年开业,投资12.5亿元,员工30人。") {
		fmt.Println(quantity.In(q, evidence))
	}
	// Output:
	// true
	// true
	// false
}
