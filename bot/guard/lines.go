package guard

import "strings"

// lines turns Markdown that works by the line into plain lines: headings, quotations and
// the small print of Discord lose their signs, rules and fences go, rows of a table become
// cells with dots between them.
func lines(s string) string {
	if !strings.ContainsAny(s, "#>|`~=-*_") {
		return s
	}
	var out []string
	changed := false
	for _, l := range strings.Split(s, "\n") {
		plain, keep := line(l)
		changed = changed || plain != l || !keep
		if keep {
			out = append(out, plain)
		}
	}
	if !changed {
		return s
	}
	return strings.Join(out, "\n")
}

// line gives the plain form of one line, and whether anything is left of it.
func line(l string) (plain string, keep bool) {
	t := strings.TrimSpace(l)
	switch {
	case t == "":
		return l, true
	case isRule(t) || strings.HasPrefix(t, "```") && !strings.Contains(t, " ") || strings.HasPrefix(t, "~~~"):
		return "", false
	case strings.HasPrefix(t, "|") && strings.Count(t, "|") > 2 && !strings.HasPrefix(t, "||"):
		return row(t), true
	}
	for {
		next := unmarked(t)
		if next == t {
			break
		}
		t = next
	}
	if t == strings.TrimSpace(l) {
		return l, true
	}
	return t, t != ""
}

// isRule reports lines of three or more of one sign, and the line under a table's head.
func isRule(t string) bool {
	bare := strings.ReplaceAll(t, " ", "")
	if len(bare) < 3 {
		return false
	}
	if strings.Trim(bare, "|:-") == "" && strings.Contains(bare, "-") {
		return true
	}
	return strings.ContainsAny(bare[:1], "-*_=") && strings.Trim(bare, bare[:1]) == ""
}

// unmarked takes one sign from the beginning of a line.
func unmarked(t string) string {
	for _, mark := range []string{"# ", "## ", "### ", "#### ", "##### ", "###### ", "-# ", ">>> ", "> "} {
		if rest, found := strings.CutPrefix(t, mark); found {
			return strings.TrimSpace(rest)
		}
	}
	if t == ">" || t == ">>>" {
		return ""
	}
	if rest, found := strings.CutPrefix(t, "="); found && rest != "" && (wordByte(rest[0]) || rest[0] == '=') {
		return rest // a formula, where the line ends up in a table
	}
	return t
}

func row(t string) string {
	var cells []string
	for _, cell := range strings.Split(strings.Trim(t, "| "), "|") {
		if cell = strings.TrimSpace(cell); cell != "" {
			cells = append(cells, cell)
		}
	}
	return strings.Join(cells, " · ")
}
