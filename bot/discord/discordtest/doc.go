// Package discordtest is a Discord for tests: a gateway and a REST interface on this
// machine that check what a bot sends against the documented limits, as strictly as the
// real ones, and fail when and how a test says.
//
// In memory (NewInMemory) it works in a bubble of testing/synctest: a bot is tested with
// the times it really has, fourteen minutes or a hundred lost connections, in no time.
//
// It keeps every request, so that a test can look at each byte that left the bot. It
// refuses requests that Discord would refuse, and reports them when the test ends.
//
//	fake := discordtest.New(t)
//	bot, _ := discord.New(discord.Config{Token: discordtest.Token, APIURL: fake.URL, …})
//	go bot.Run(ctx)
//	fake.WaitReady()
//	in := fake.Ask("谁在领导千问?")
//	message := in.Wait(func(m discordtest.Message) bool { return m.Content != "" })
package discordtest
