package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

func encode(t *testing.T, enc encoding.Encoding, s string) []byte {
	t.Helper()
	out, err := enc.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDecode(t *testing.T) {
	const (
		hans  = "港口的老仓库改成了图书馆，周末有三百多人来借书，馆员说比预想的多一倍。"
		hant  = "港口的老倉庫改成了圖書館，週末有三百多人來借書，館員說比預想的多一倍。"
		kana  = "港の古い倉庫は図書館になりました。週末には三百人以上が本を借りに来ます。"
		latin = "Le vieux dépôt du port est devenu une bibliothèque très fréquentée à l'été."
	)
	le := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	be := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	tests := []struct {
		name    string
		data    []byte
		want    string
		charset string
	}{
		{"utf-8", []byte(hans), hans, "utf-8"},
		{"utf-8 bom", []byte("\ufeff" + hans), hans, "utf-8"},
		{"utf-16le bom", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), hans), hans, "utf-16le"},
		{"utf-16be bom", encode(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), hans), hans, "utf-16be"},
		{"utf-16le bare", encode(t, le, hans), hans, "utf-16le"},
		{"utf-16be bare", encode(t, be, hans), hans, "utf-16be"},
		{"utf-16le ascii", encode(t, le, "plain words\nand more"), "plain words\nand more", "utf-16le"},
		{"utf-32", encode(t, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), hans), hans, "utf-32"},
		{"gbk", encode(t, simplifiedchinese.GBK, hans), hans, "gb18030"},
		{"gb18030 four bytes", encode(t, simplifiedchinese.GB18030, hans+"𠮷"), hans + "𠮷", "gb18030"},
		{"gbk short", encode(t, simplifiedchinese.GBK, "港口新闻"), "港口新闻", "gb18030"},
		{"big5", encode(t, traditionalchinese.Big5, hant), hant, "big5"},
		{"shift_jis", encode(t, japanese.ShiftJIS, kana), kana, "shift_jis"},
		{"euc-kr", encode(t, korean.EUCKR, "항구의 오래된 창고가 도서관이 되었습니다. 주말에는 사람이 많습니다."), "항구의 오래된 창고가 도서관이 되었습니다. 주말에는 사람이 많습니다.", "euc-kr"},
		{"declared", append([]byte(`<meta charset="windows-1252">`), encode(t, charmap.Windows1252, latin)...), `<meta charset="windows-1252">` + latin, "windows-1252"},
		{"broken utf-8", []byte(hans[:30] + "\xff\xfe" + hans[30:]), hans[:30] + "\ufffd" + hans[30:], "utf-8"},
		{"cut utf-8", []byte(hans[:len(hans)-1]), hans[:len(hans)-3] + "\ufffd", "utf-8"},
		{"surrogates in utf-8", []byte(hans + "\xed\xa0\xbd\xed\xb8\x80"), hans + "\ufffd", "utf-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := decode(tt.data)
			if d.text != tt.want || d.charset != tt.charset {
				t.Errorf("got %q as %s (%s), want %q as %s", d.text, d.charset, d.reason, tt.want, tt.charset)
			}
			if broken := strings.Contains(d.text, "\ufffd"); broken != (d.warning != "") {
				t.Errorf("warning %q", d.warning)
			}
		})
	}
	if d := decode(encode(t, charmap.Windows1252, latin)); !strings.Contains(d.text, "dépôt") {
		t.Errorf("latin: %q as %s", d.text, d.charset)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"港口", "\xff\xfea\x00", "\xb8\xdb\xbf\xda", "\xa4\xa4", "abc", "\x00\x00\xfe\xff", "<meta charset=big5>\xa4\xa4"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := decode(data)
		if !utf8.ValidString(d.text) {
			t.Errorf("%s: text is not UTF-8", d.charset)
		}
		if d.reason != "" && d.text != "" {
			t.Errorf("both text and reason %q", d.reason)
		}
	})
}
