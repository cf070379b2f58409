// Package discord is the Discord door: people ask in a channel, a thread or a direct
// message and get a cited answer whose quotes they can open without leaving it.
//
// It speaks to the gateway and to the REST interface by itself, with the types of
// discordgo: that library locks itself up or ends the process on some of what a gateway
// may send (see session), waits out rate limits with its bucket locked and without heed of
// the context, and puts the edits of all answers into one bucket.
//
// What people see is built from types of this package. Every message that leaves it says
// that it mentions nobody, and every text of a document or a model is escaped on its way
// out, so that it shows as the characters it is made of. It refuses to answer bots,
// webhooks and whoever the operator did not allow, needs no privileged intent, and keeps
// nothing of a message unless Config.Feedback says where.
//
//	b, err := discord.New(discord.Config{Token: token, Answerer: answerer, Index: index})
//	…
//	err = b.Run(ctx) // until ctx is over or Discord refuses the bot for good
package discord
