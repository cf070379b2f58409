// Package bot turns ranked passages into an answer a reader can check: quotes that
// stand verbatim in the index, each with its document, date and standing, or an honest
// refusal that names the nearest documents.
//
// Doors (terminal, HTTP, Discord) show what an Answerer returns and hold no retrieval
// logic of their own. It refuses to answer where the evidence does not carry the
// question's names, years and rare words.
//
//	a, err := bot.NewExtractive(index)
//	answer, err := a.Answer(ctx, bot.Question{Text: "谁在领导千问?"})
package bot
