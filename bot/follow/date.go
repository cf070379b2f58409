package follow

// date gives the length of a date at i: digits and Chinese numerals with their units, or
// a lone year.
func (x *lexicon) date(s []rune, i int) int {
	end := 0
	for j := i; j < len(s); {
		k := j
		for k < len(s) && numeral(s[k]) {
			k++
		}
		if k == j || latin(s[j]) && j > 0 && latin(s[j-1]) {
			break
		}
		n := x.unit("time.unit", s, k)
		if n == 1 && k+1 < len(s) && s[k+1] == '级' {
			break // 一年级
		}
		if n == 0 || k-j > 4 || s[k] == '号' && end == 0 {
			if end == 0 && k-j == 4 && (s[j] == '1' || s[j] == '2') && (k == len(s) || !latin(s[k])) && ascii(s[j:k]) {
				return 4
			}
			break
		}
		end, j = k+n-i, k+n
	}
	if at := i + end; end > 0 && at < len(s) && (s[at] == '前' || s[at] == '后' || s[at] == '初' || s[at] == '底') {
		end++
	}
	return end
}

// ordinal gives the length of 第三条, 第12章 or 六年级 at i.
func (x *lexicon) ordinal(s []rune, i int) int {
	k := i
	if s[i] == '第' {
		k++
	}
	digits := k
	for k < len(s) && numeral(s[k]) {
		k++
	}
	if k == digits {
		return 0
	}
	if n := x.unit("ordinal.unit", s, k); n > 0 && (n > 1 || s[i] == '第') {
		return k + n - i
	}
	return 0
}

func (x *lexicon) unit(class string, s []rune, i int) int {
	for n := min(2, len(s)-i); n > 0; n-- {
		if x.units[class][string(s[i:i+n])] {
			return n
		}
	}
	return 0
}

func numeral(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '零', '〇', '两':
		return true
	}
	return r >= '0' && r <= '9'
}

func ascii(s []rune) bool {
	for _, r := range s {
		if r >= 0x80 {
			return false
		}
	}
	return true
}
