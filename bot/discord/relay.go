package discord

import (
	"sync"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// relayLevel makes discordgo log the end of a connection.
const relayLevel = discordgo.LogWarning

// relay is discordgo's only way to say why a connection ended: a log that all sessions of
// a process share. It takes the close code out of it and drops the rest, some of which
// holds what people wrote. The library's own variable makes it one of ours.
var relay struct {
	once sync.Once
	mu   sync.Mutex // guards to
	to   map[string]map[*session]bool
}

// listen lets a session that connects to a gateway at address hear why its connections
// end, until stop is called.
func listen(s *session, address string) (stop func()) {
	relay.once.Do(func() {
		relay.to = map[string]map[*session]bool{}
		discordgo.Logger = func(_, _ int, _ string, args ...any) { tell(args) }
	})
	relay.mu.Lock()
	defer relay.mu.Unlock()
	if relay.to[address] == nil {
		relay.to[address] = map[*session]bool{}
	}
	relay.to[address][s] = true
	return func() {
		relay.mu.Lock()
		defer relay.mu.Unlock()
		delete(relay.to[address], s)
		if len(relay.to[address]) == 0 {
			delete(relay.to, address)
		}
	}
}

// tell passes a close code on to the sessions of the gateway that is named beside it.
func tell(args []any) {
	if len(args) != 2 {
		return
	}
	gateway, named := args[0].(string)
	err, closed := args[1].(*websocket.CloseError)
	if !named || !closed {
		return
	}
	relay.mu.Lock()
	defer relay.mu.Unlock()
	for address, sessions := range relay.to {
		if len(gateway) >= len(address) && gateway[:len(address)] == address {
			for s := range sessions {
				s.note(err)
			}
		}
	}
}
