package model

import "fmt"

// warn says what is amiss with an answer that has ended.
func (r *reading) warn() {
	res := &r.result
	switch res.Finish {
	case "length":
		res.warn("answer_cut", 0, "the answer reached its limit of tokens and is not whole")
	case "content_filter":
		res.warn("answer_filtered", 0, "the model server's filter ended the answer")
	}
	if r.thoughts.late {
		res.warn("thinking_shown", 0, "the model's thinking came without a mark at its beginning and was taken for the answer; the next answers will be free of it")
	}
	if _, sent := r.manner.fields["temperature"]; !sent {
		res.warn("no_temperature", 0, "the model takes no temperature of 0: answers may differ from time to time")
	}
	if res.Usage != nil && cutSilently(res.Usage.Prompt, r.req.Estimate) {
		res.warn("prompt_cut", res.Usage.Prompt, fmt.Sprintf("the model read %d tokens of a prompt of about %d: the server's context is too small and it cut the prompt without saying so; "+
			"raise it (Ollama: num_ctx or OLLAMA_CONTEXT_LENGTH, llama.cpp: -c)", res.Usage.Prompt, r.req.Estimate))
	}
}

func (r *Result) warn(code string, n int, text string) {
	r.Warnings = append(r.Warnings, Warning{code, n, text})
}

// cutSilently tells whether far fewer tokens were read than a prompt should have: less than
// 75 %, which no estimate that is right within a quarter explains, and 100 fewer.
func cutSilently(read, estimate int) bool {
	return read > 0 && read*4 < estimate*3 && estimate-read >= 100
}
