// Package model asks a chat model behind any server that speaks OpenAI's chat protocol
// (llama.cpp, Ollama, vLLM, SGLang, DashScope, OpenAI, …) and gives its answer in pieces as
// they arrive. Temperature is 0, and the model is asked not to think unless told otherwise.
//
// It refuses to follow a redirect to another host, to send anything over plain HTTP to a
// host that is not this machine, to wait without limit, to take an answer that has no end
// for a whole one, and to show thinking as an answer. Failures are [Error]s whose Message
// and Hint may be shown to anybody; the key is only ever in the Authorization header.
//
//	c, err := model.New(model.Options{BaseURL: "http://127.0.0.1:8080/v1", Model: "qwen3-8b"})
//	…
//	result, err := c.Stream(ctx, model.Request{Messages: messages}, func(text string) error {
//		_, err := io.WriteString(os.Stdout, text)
//		return err
//	})
//
// # Thinking
//
// Text in reasoning_content or reasoning is thinking. So is content from <think>, at the
// beginning of the answer or of a line, to </think>. Some templates put the opening tag in
// the prompt, so that only </think> arrives. Content is therefore held back until </think>
// or the end of the stream, whichever comes first, if thinking was switched on, or the
// model's name is one that always thinks, or one that can think and nothing asked it not to,
// or this client has seen a </think> without beginning before. A server that sends thinking
// in a field of its own ends the holding at once. All other answers pass without delay.
//
// vLLM puts whole answers into reasoning in some versions when thinking is off. So if
// thinking was asked to be off in words the server knows, the stream ended with "stop" and
// held no content at all, the reasoning is given as the answer, at the end.
//
// # The end of an answer
//
// Only a finish_reason ends an answer. The stream's end without one is the error "cut", even
// after [DONE], which proxies write after an answer that was cut upstream. Whatever fails
// after finish_reason is no error.
package model
