package document

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	errNoDate   = errors.New("no date")
	errBadDate  = errors.New("impossible date")
	errLateDate = errors.New("date in the future")
)

const months = `(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`

// datePattern is a date anywhere, for use inside larger expressions: seven groups.
const datePattern = `(?:([12]\d{3})\s*(?:年|[-/.])\s*(\d{1,2})(?:\s*(?:月|[-/.])\s*(\d{1,2})(?:日|号)?|月)?` +
	`|(?i:` + months + `)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+([12]\d{3}))`

// dateForms are the spellings of a whole value, most precise first.
type dateForms struct {
	numeric, compact, year, american, european, monthYear *regexp.Regexp
	chinese                                               *regexp.Regexp
}

var forms = sync.OnceValue(func() *dateForms {
	return &dateForms{
		numeric:   regexp.MustCompile(`^(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})(?:\s*(?:[-/.]|月)\s*(\d{1,2}))?(?:\D|$)`),
		compact:   regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:\D|\d{6}|$)`),
		year:      regexp.MustCompile(`^(\d{4})年?$`),
		american:  regexp.MustCompile(`(?i)^(?:[a-z]{3,9},?\s+)?` + months + `\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})`),
		european:  regexp.MustCompile(`(?i)^(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+` + months + `,?\s+(\d{4})`),
		monthYear: regexp.MustCompile(`(?i)^` + months + `,?\s+(\d{4})$`),
		chinese:   regexp.MustCompile(`^([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?)?`),
	}
})

// parseDate reads a metadata value, keeping its precision: "2024-07-09", "2024-07"
// or "2024". It takes the day as written and does not convert time zones.
func parseDate(s string) (string, error) {
	s = strings.TrimSpace(s)
	f := forms()
	if m := f.numeric.FindStringSubmatch(s); m != nil {
		return isoDate(m[1], m[2], m[3])
	}
	if m := f.year.FindStringSubmatch(s); m != nil {
		return isoDate(m[1], "", "")
	}
	if value, ok := unixDate(s); ok {
		return value, nil
	}
	if m := f.compact.FindStringSubmatch(s); m != nil {
		return isoDate(m[1], m[2], m[3])
	}
	if m := f.american.FindStringSubmatch(s); m != nil {
		return isoDate(m[3], monthNumber(m[1]), m[2])
	}
	if m := f.european.FindStringSubmatch(s); m != nil {
		return isoDate(m[3], monthNumber(m[2]), m[1])
	}
	if m := f.monthYear.FindStringSubmatch(s); m != nil {
		return isoDate(m[2], monthNumber(m[1]), "")
	}
	if m := f.chinese.FindStringSubmatch(s); m != nil {
		return isoDate(chineseDigits(m[1]), chineseNumber(m[2]), chineseNumber(m[3]))
	}
	return "", errNoDate
}

// unixDate reads seconds or milliseconds since 1970, as some crawlers write.
func unixDate(s string) (string, bool) {
	if len(s) != 10 && len(s) != 13 {
		return "", false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return "", false
	}
	if len(s) == 13 {
		n /= 1000
	}
	return time.Unix(n, 0).UTC().Format(time.DateOnly), true
}

func monthNumber(name string) string {
	i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(name[:3]))
	return strconv.Itoa(i/3 + 1)
}

// chineseDigits turns 二〇二四 into 2024.
func chineseDigits(s string) string {
	return strings.NewReplacer("〇", "0", "○", "0", "零", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5",
		"六", "6", "七", "7", "八", "8", "九", "9").Replace(s)
}

// chineseNumber turns 二十一 into 21; empty stays empty.
func chineseNumber(s string) string {
	tens, ones, ok := strings.Cut(s, "十")
	if !ok {
		return chineseDigits(s)
	}
	if tens == "" {
		tens = "一"
	}
	if ones == "" {
		ones = "零"
	}
	return chineseDigits(tens + ones)
}

// isoDate checks the parts, of which month and day may be empty.
func isoDate(year, month, day string) (string, error) {
	y, err := strconv.Atoi(year)
	if err != nil || y < 1000 {
		return "", errBadDate
	}
	if month == "" {
		return fmt.Sprintf("%04d", y), nil
	}
	m, err := strconv.Atoi(month)
	if err != nil || m < 1 || m > 12 {
		return "", errBadDate
	}
	if day == "" {
		return fmt.Sprintf("%04d-%02d", y, m), nil
	}
	d, err := strconv.Atoi(day)
	if err != nil || d < 1 || time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() != d {
		return "", errBadDate
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d), nil
}

// checkDate refuses a date that begins after tomorrow.
func checkDate(value string, now time.Time) error {
	// The three layouts sort as strings once cut to the same precision.
	limit := now.AddDate(0, 0, 1).Format(time.DateOnly)
	if value > limit[:len(value)] {
		return errLateDate
	}
	return nil
}
