package document

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/saintfish/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decoded is a file as text. A non-empty reason means it cannot be read.
type decoded struct {
	text    string
	charset string
	warning string
	reason  string
}

// decode finds the character set: BOM, valid UTF-8, UTF-16 without a BOM, slightly
// broken UTF-8, the charset an HTML page declares, strict GB18030, and only then
// a statistical guess. The order matters: a GBK file is often taken for
// windows-1252 by guessers, and broken UTF-8 is often valid GBK nonsense.
func decode(data []byte) decoded {
	if name := magic(data); name != "" {
		return decoded{reason: "binary content (" + name + ")"}
	}
	d := decodeAny(data)
	if d.reason == "" && controlShare(d.text) > 0.02 {
		return decoded{reason: "binary content (control characters)"}
	}
	return d
}

func decodeAny(data []byte) decoded {
	if d, ok := decodeBOM(data); ok {
		return d
	}
	if bytes.IndexByte(data, 0) >= 0 {
		if text, name := decodeUTF16Guess(data); name != "" {
			return decoded{text: text, charset: name}
		}
		return decoded{reason: "binary content (NUL bytes)"}
	}
	if utf8.Valid(data) {
		return decoded{text: string(data), charset: "utf-8"}
	}
	if bad, good := utf8Damage(data); bad <= max(1, good/10) && good > 0 {
		return repaired(data, bad)
	}
	if text, name := decodeUTF16Guess(data); name != "" {
		return decoded{text: text, charset: name}
	}
	return decodeLegacy(data)
}

func repaired(data []byte, bad int) decoded {
	return decoded{
		text: strings.ToValidUTF8(string(data), "\uFFFD"), charset: "utf-8",
		warning: fmt.Sprintf("%d places were not valid UTF-8 and were replaced by U+FFFD", bad),
	}
}

func decodeBOM(data []byte) (decoded, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		rest := data[3:]
		if bytes.IndexByte(rest, 0) >= 0 {
			return decoded{reason: "binary content (NUL bytes)"}, true
		}
		if bad, _ := utf8Damage(rest); bad > 0 {
			return repaired(rest, bad), true
		}
		return decoded{text: string(rest), charset: "utf-8"}, true
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		text, err := utf32.UTF32(utf32.BigEndian, utf32.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil {
			return decoded{reason: "not readable as UTF-32"}, true
		}
		return decoded{text: string(text), charset: "utf-32"}, true
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decodeUTF16(data[2:], binary.LittleEndian, "utf-16le"), true
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeUTF16(data[2:], binary.BigEndian, "utf-16be"), true
	}
	return decoded{}, false
}

func decodeUTF16(data []byte, order binary.ByteOrder, name string) decoded {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	d := decoded{text: string(utf16.Decode(units)), charset: name}
	if n := strings.Count(d.text, "\uFFFD"); n > 0 || len(data)%2 == 1 {
		d.warning = fmt.Sprintf("%d places were not valid UTF-16 and were replaced by U+FFFD", max(n, 1))
	}
	return d
}

// decodeUTF16Guess reads UTF-16 that has no BOM. The text must hold no broken
// surrogate and look like writing: ASCII and frequent characters.
func decodeUTF16Guess(data []byte) (text, name string) {
	if len(data) < 4 || len(data)%2 == 1 {
		return "", ""
	}
	best := 0.3
	sample := data[:min(len(data), 4096)]
	for _, try := range []struct {
		order binary.ByteOrder
		name  string
	}{{binary.LittleEndian, "utf-16le"}, {binary.BigEndian, "utf-16be"}} {
		s := decodeUTF16(sample, try.order, try.name).text
		if score := plausible(s, true); score > best && !strings.Contains(trimLastRune(s), "\uFFFD") && !strings.Contains(s, "\x00") {
			best, name = score, try.name
			text = decodeUTF16(data, try.order, name).text
		}
	}
	return text, name
}

// trimLastRune drops the last rune: a sample may end inside a surrogate pair.
func trimLastRune(s string) string {
	_, size := utf8.DecodeLastRuneInString(s)
	return s[:len(s)-size]
}

// utf8Damage counts runs of invalid bytes and valid multi-byte characters.
func utf8Damage(data []byte) (bad, good int) {
	inRun := false
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size <= 1 {
			if !inRun {
				bad++
			}
			inRun = true
		} else {
			inRun = false
			if size > 1 {
				good++
			}
		}
		data = data[size:]
	}
	return bad, good
}

// decodeLegacy tries the East Asian encodings and then asks chardet.
func decodeLegacy(data []byte) decoded {
	best, bestScore := decoded{}, 0.0
	gb, ok := strict(simplifiedchinese.GB18030, data)
	if ok {
		best, bestScore = decoded{text: gb, charset: "gb18030"}, plausible(gb, false)
	}
	// A page's own word counts unless it is a Western one over plain Chinese.
	if enc, name := declared(data); enc != nil {
		if text, ok := strict(enc, data); ok && (plausible(text, false) > 0 || bestScore < 0.2) {
			return decoded{text: text, charset: name}
		}
	}
	if bestScore >= 0.2 {
		return best
	}
	// Big5, Shift_JIS and EUC-KR bytes are mostly valid GB18030 too, but come out
	// as rare characters.
	for _, try := range []struct {
		name string
		enc  encoding.Encoding
	}{{"big5", traditionalchinese.Big5}, {"shift_jis", japanese.ShiftJIS}, {"euc-jp", japanese.EUCJP}, {"euc-kr", korean.EUCKR}} {
		if text, ok := strict(try.enc, data); ok {
			if score := plausible(text, false); score > bestScore+0.15 {
				best, bestScore = decoded{text: text, charset: try.name}, score
			}
		}
	}
	if best.text != "" && bestScore >= 0.05 {
		return best
	}
	return guessed(data, best)
}

// guessed is the last resort. fallback is GB18030 with rare characters, or empty.
func guessed(data []byte, fallback decoded) decoded {
	results, _ := chardet.NewTextDetector().DetectAll(data[:min(len(data), 64<<10)])
	// chardet asks its recognisers at the same time: equal guesses come in any order.
	slices.SortFunc(results, func(a, b chardet.Result) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Charset, b.Charset))
	})
	for _, result := range results {
		name := result.Charset
		if name == "GB-18030" {
			name = "gb18030" // chardet's spelling is unknown to htmlindex
		}
		enc, err := htmlindex.Get(name)
		if err != nil || result.Confidence < 10 || strings.HasPrefix(strings.ToLower(name), "utf-") {
			continue
		}
		if text, ok := strict(enc, data); ok {
			return decoded{text: text, charset: strings.ToLower(name), warning: "the character set was guessed: " + name}
		}
	}
	if fallback.text != "" {
		return fallback
	}
	if text, ok := strict(charmap.Windows1252, data); ok {
		return decoded{text: text, charset: "windows-1252", warning: "the character set was guessed: windows-1252"}
	}
	return decoded{reason: "unknown character set"}
}

// declared reads <meta charset=…> in the first kilobyte.
func declared(data []byte) (encoding.Encoding, string) {
	head := strings.ToLower(string(data[:min(len(data), 1024)]))
	_, rest, ok := strings.Cut(head, "charset=")
	if !ok || !strings.Contains(head, "<meta") {
		return nil, ""
	}
	rest = strings.TrimLeft(rest, `"' `)
	end := strings.IndexAny(rest, `"'>;/ `)
	if end < 0 {
		return nil, ""
	}
	enc, err := htmlindex.Get(rest[:end])
	if err != nil || strings.HasPrefix(rest[:end], "utf-") {
		return nil, ""
	}
	if rest[:end] == "gb2312" || rest[:end] == "gbk" {
		enc = simplifiedchinese.GB18030
	}
	return enc, rest[:end]
}

// strict decodes and refuses any replacement character.
func strict(enc encoding.Encoding, data []byte) (string, bool) {
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil || bytes.Contains(out, []byte("\uFFFD")) {
		return "", false
	}
	return string(out), true
}

// magic names binary formats people rename.
func magic(data []byte) string {
	for _, m := range [][2]string{
		{"%PDF-", "PDF"},
		{"PK\x03\x04", "ZIP or Office"},
		{"\x89PNG", "PNG"},
		{"GIF8", "GIF"},
		{"\xff\xd8\xff", "JPEG"},
		{"\x1f\x8b", "gzip"},
		{"\x7fELF", "ELF"},
		{"{\\rtf", "RTF"},
		{"\xd0\xcf\x11\xe0", "old Office"},
		{"SQLite format 3", "SQLite"},
	} {
		if bytes.HasPrefix(data, []byte(m[0])) {
			return m[1]
		}
	}
	return ""
}
