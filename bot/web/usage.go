package web

import "ask/prompts"

// usage is an estimate of tokens, for clients that count them.
type usage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Total      int `json:"total_tokens"`
}

func usageOf(prompt, completion string) usage {
	u := usage{Prompt: prompts.Tokens(prompt), Completion: prompts.Tokens(completion)}
	u.Total = u.Prompt + u.Completion
	return u
}
