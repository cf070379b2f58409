package document

import (
	"strings"
	"unicode"
)

// frequent are the commonest characters and marks of Chinese text in both
// scripts: real text is full of them, wrongly decoded text is not.
const frequent = "的一是不了在人有我他这这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃義來國個們這時會過後學對沒為發說還經現將長與點從動樣間開無見問機業關東門電書報總萬產處車實體" +
	"，。、；：？！“”‘’（）《》【】—…·「」『』"

// plausible is the share of runes outside ASCII that are frequent Chinese, kana,
// hangul or (with ascii) the share of all runes that are those or printable ASCII.
func plausible(s string, ascii bool) float64 {
	seen, good := 0, 0
	for _, r := range s {
		if r < 0x80 {
			if ascii {
				seen++
				if r >= ' ' || r == '\n' || r == '\r' || r == '\t' {
					good++
				}
			}
			continue
		}
		seen++
		if seen > 4000 {
			break
		}
		switch {
		case unicode.Is(unicode.Co, r) || r < 0xA0:
			good-- // private use and C1: a sure sign of a wrong guess
		case strings.ContainsRune(frequent, r), r >= 0x3041 && r <= 0x30FF,
			!ascii && r >= 0xAC00 && r <= 0xD7A3: // GBK read as UTF-16 comes out as hangul
			good++
		}
	}
	if seen == 0 {
		return 0
	}
	return float64(good) / float64(seen)
}

// controlShare is the share of control characters that text files do not hold.
func controlShare(s string) float64 {
	if s == "" {
		return 0
	}
	n := 0
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b || c == 0x7f {
			n++
		}
	}
	if n < 8 {
		return 0
	}
	return float64(n) / float64(len(s))
}
