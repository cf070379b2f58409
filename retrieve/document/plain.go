package document

import "strings"

// parsePlain turns plain text into blocks: a line each, except that lines broken at
// a fixed width are joined where blank lines part the paragraphs.
func parsePlain(text string) []block {
	soft := strings.Contains(text, "\n\n")
	var blocks []block
	var para []string
	end := func() {
		for _, line := range unwrap(para, soft) {
			if line = collapse(line); line != "" {
				blocks = append(blocks, block{text: line})
			}
		}
		para = para[:0]
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line = collapse(line); line == "" || !soft {
			end()
		}
		if line != "" {
			para = append(para, line)
		}
	}
	end()
	return blocks
}
