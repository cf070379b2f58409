package main

import (
	"fmt"

	"ask/bot"
	"ask/bot/model"
	"ask/retrieve"
)

// useModel makes the client of the chat model that the settings name, if they name one.
// A server on this machine may choose the model itself. Elsewhere models cost money, so
// one has to be named.
func (a *app) useModel() error {
	c := a.cfg
	if !c.usesModel() {
		return nil
	}
	if err := c.checkServer(a.getenv("OPENAI_API_KEY")); err != nil {
		return err
	}
	if c.Model == "" && !isLoopback(c.BaseURL) {
		if c.NoFallback {
			return notConfigured("name one with --model or ASK_MODEL", "model: no model of %s is named", c.BaseURL)
		}
		a.warn("no model of %s is named, so answers are quotes; name one with --model or ASK_MODEL", c.BaseURL)
		return nil
	}
	if w := c.keyWarning(); w != "" && c.Embed != "openai" {
		a.warn("%s", w)
	}
	think := c.Think
	if think == "off" {
		think = ""
	}
	var err error
	a.model, err = model.New(model.Options{BaseURL: c.BaseURL, Key: c.APIKey, Model: c.Model, Think: think, Total: c.Timeout})
	if err != nil {
		return usagef("see `ask help config` for --base-url, --model and the key", "%s", err)
	}
	return nil
}

// newAnswerer answers from ix: in the model's words if there is one, else in quotes.
func (a *app) newAnswerer(ix *retrieve.Index) (bot.Answerer, error) {
	quotes, err := bot.NewExtractive(ix)
	if err != nil || a.model == nil {
		return quotes, err
	}
	limits := bot.Limits{Context: a.cfg.Context, MaxAnswer: a.cfg.AnswerTokens, NoFallback: a.cfg.NoFallback}
	generated, err := bot.NewGenerated(quotes, a.model, limits)
	if err != nil {
		return nil, fmt.Errorf("set up the model: %w", err)
	}
	return generated, nil
}
