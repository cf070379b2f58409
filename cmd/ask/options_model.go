package main

import (
	"fmt"
	"strconv"
	"time"
)

// modelOptions are about the chat model that writes answers.
func modelOptions() []option {
	return []option{
		{
			name: "model", short: "m", env: "ASK_MODEL", arg: "NAME", commands: onAnswer,
			usage: "chat model that writes the answers (default: the server's first, if --base-url is set)",
			set:   text(func(c *Config) *string { return &c.Model }),
		},
		{
			name: "no-llm", env: "ASK_NO_LLM", commands: onAnswer + " search",
			usage: "answer with quotes only, never with a chat model",
			set:   boolean(func(c *Config) *bool { return &c.NoLLM }),
		},
		{
			name: "no-fallback", env: "ASK_NO_FALLBACK", commands: onAnswer,
			usage: "fail when the chat model does, instead of answering with quotes",
			set:   boolean(func(c *Config) *bool { return &c.NoFallback }),
		},
		{
			name: "think", env: "ASK_THINK", arg: "HOW", commands: onAnswer,
			usage: "whether the model may think before it answers: off (default), on, or server (its own setting)",
			set:   oneOf(func(c *Config) *string { return &c.Think }, "off", "on", "server"),
		},
		{
			name: "context", env: "ASK_CONTEXT", arg: "TOKENS", commands: onAnswer,
			usage: "context window of the model, which prompt and answer must fit (default 4096)",
			set:   whole(func(c *Config) *int { return &c.Context }, 1024, 1<<20),
		},
		{
			name: "answer-tokens", env: "ASK_ANSWER_TOKENS", arg: "TOKENS", commands: onAnswer,
			usage: "longest answer of the model (default 600)",
			set:   whole(func(c *Config) *int { return &c.AnswerTokens }, 32, 1<<15),
		},
		{
			name: "timeout", env: "ASK_TIMEOUT", arg: "DURATION", commands: onAnswer,
			usage: "longest time for the model's answer, such as 90s (default 3m)",
			set:   duration(func(c *Config) *time.Duration { return &c.Timeout }),
		},
		{
			name: "continue", short: "c", commands: "ask chat",
			usage: "go on with the last conversation about these documents",
			set:   boolean(func(c *Config) *bool { return &c.Continue }),
		},
		{
			name: "no-history", env: "ASK_NO_HISTORY", commands: "ask chat",
			usage: "keep no record of this conversation for --continue",
			set:   boolean(func(c *Config) *bool { return &c.NoHistory }),
		},
	}
}

// duration takes 30s, 2m or 1m30s; a bare number is seconds.
func duration(field func(*Config) *time.Duration) func(*Config, []string) error {
	return func(c *Config, v []string) error {
		d, err := time.ParseDuration(last(v))
		if n, bad := strconv.Atoi(last(v)); bad == nil {
			d, err = time.Duration(n)*time.Second, nil
		}
		if err != nil || d < time.Second || d > time.Hour {
			return fmt.Errorf("%q is not a time from 1s to 1h", last(v))
		}
		*field(c) = d
		return nil
	}
}
