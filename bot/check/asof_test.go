package check

import "testing"

func TestAsOf(t *testing.T) {
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	e := c.Evidence("鹭洲渡运的总部在哪里?", []Passage{
		{Text: "鹭洲渡运的总部设在汐桥县码头街。", Date: "2025-03-12"},
		{Text: "截至2024年底,鹭洲渡运有渡船12艘。", Date: "2025-01-08"},
	})
	for _, tt := range []struct {
		name, sentence string
		state          State
		text           string
	}{
		{"the document's day", "截至2025年3月12日，鹭洲渡运的总部设在汐桥县码头街。", Supported, "截至2025年3月12日，鹭洲渡运的总部设在汐桥县码头街。"},
		{"the document's day in figures", "截至 2025-03-12，鹭洲渡运的总部设在汐桥县码头街。", Supported, "截至 2025-03-12，鹭洲渡运的总部设在汐桥县码头街。"},
		{"its month", "截至2025年3月，鹭洲渡运的总部设在汐桥县码头街。", Supported, "截至2025年3月，鹭洲渡运的总部设在汐桥县码头街。"},
		{"another day", "截至2025年4月12日，鹭洲渡运的总部设在汐桥县码头街。", Repaired, "鹭洲渡运的总部设在汐桥县码头街。"},
		{"the source says it", "截至2024年底，鹭洲渡运有渡船12艘。", Supported, "截至2024年底，鹭洲渡运有渡船12艘。"},
		{"right day, wrong number", "截至2025年1月8日，鹭洲渡运有渡船15艘。", Repaired, "截至2025年1月8日，截至2024年底,鹭洲渡运有渡船12艘。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if v := e.Check(tt.sentence, []int{1}); v.State != tt.state || v.Text != tt.text {
				t.Errorf("%+v", v)
			}
		})
	}
}
