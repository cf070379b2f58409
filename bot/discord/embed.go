package discord

// fit brings embeds within the limits of one message: what is too long is shortened, what
// is too much is left out, the last first.
func fit(embeds []embed) []embed {
	left := maxEmbedSum
	take := func(s string, limit int) string {
		s = cut(s, min(limit, left))
		left -= size16(s)
		return s
	}
	var out []embed
	for _, e := range embeds[:min(len(embeds), maxEmbeds)] {
		if left < 2 {
			break
		}
		e.Title = take(e.Title, maxEmbedTitle)
		if e.Footer != nil {
			e.Footer = &footer{take(e.Footer.Text, maxEmbedFooter)}
		}
		fields := e.Fields
		e.Fields = nil
		reserve := 0 // fields are short and say what the rest is worth
		for _, f := range fields {
			reserve += min(size16(f.Name), maxFieldName) + min(size16(f.Value), maxFieldValue)
		}
		left -= min(reserve, left/2)
		e.Description = take(e.Description, maxEmbedText)
		left += min(reserve, left)
		e.Fields = fitFields(fields, take, &left)
		out = append(out, e)
	}
	return out
}

// fitFields keeps fields as long as there is room for a whole name and some of its value.
func fitFields(fields []field, take func(string, int) string, left *int) []field {
	var out []field
	for _, f := range fields[:min(len(fields), maxEmbedFields)] {
		if f.Name == "" || f.Value == "" || *left < size16(cut(f.Name, maxFieldName))+2 {
			continue
		}
		f.Name = take(f.Name, maxFieldName)
		f.Value = take(f.Value, maxFieldValue)
		out = append(out, f)
	}
	return out
}
