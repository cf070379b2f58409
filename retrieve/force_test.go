package retrieve

import "testing"

func TestInForce(t *testing.T) {
	for _, c := range []struct{ name, text, published, want string }{
		{"at once", "渡口办法\n第一条 为了安全，制定本办法。", "2024-05-28", "2024-05-28"},
		{"later", "渡口办法\n（2024年5月28日公布，自2024年7月1日起施行）\n第一条", "2024-05-28", "2024-07-01"},
		{"the old text's day", "渡口办法\n2021年3月1日起施行的办法同时废止。自2024年7月1日起执行。", "2024-05-28", "2024-07-01"},
		{"an earlier day", "渡口办法\n自2021年3月1日起施行。", "2024-05-28", "2024-05-28"},
		{"no day", "渡口办法\n本办法自公布之日起施行。", "2024-05-28", "2024-05-28"},
		{"undated", "渡口办法\n自2024年7月1日起施行。", "", "2024-07-01"},
		{"too far down", "渡口办法\n" + long + "自2024年7月1日起施行。", "2024-05-28", "2024-05-28"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := inForce(c.text, c.published); got != c.want {
				t.Errorf("inForce = %q, want %q", got, c.want)
			}
		})
	}
}

var long = string(make([]byte, forceHead))
