package discordtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Fault is something that goes wrong with one connection to the gateway.
type Fault int

// The faults. Each is for one connection; the next has its own.
const (
	None             Fault = iota
	StallHello             // says nothing after the connection is made
	StallReady             // says nothing after IDENTIFY or RESUME
	ReconnectFirst         // op 7 in place of READY or RESUMED
	InvalidFirst           // op 9 in place of READY or RESUMED, then READY to an IDENTIFY
	InvalidLater           // op 9 after READY, then READY to an IDENTIFY
	ReconnectLater         // op 7 after READY or RESUMED
	NoAck                  // answers no heartbeat
	Deaf                   // says nothing any more after READY or RESUMED
	DropLater              // cuts the connection after READY or RESUMED, without a close frame
	HeartbeatRequest       // op 1 after READY or RESUMED
	Refuse                 // no websocket at all
)

// CloseWith is the fault of closing with a code in place of READY or RESUMED.
func CloseWith(code int) Fault { return Fault(code) }

// CloseLater is the fault of closing with a code afterwards.
func CloseLater(code int) Fault { return Fault(-code) }

// Gate is the fake's gateway.
type Gate struct {
	// Interval is the time between heartbeats that bots are told.
	Interval time.Duration
	server   *Server

	mu         sync.Mutex // guards what follows
	faults     []Fault
	live       map[*conn]bool
	events     []frame // of the session, to be sent again on RESUME
	sequence   int64
	sessions   int
	intents    int
	identified int
	resumed    int
	connected  int
	closed     bool
}

type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`
}

// conn is one connection of a bot.
type conn struct {
	*websocket.Conn
	mu sync.Mutex // of writing
}

func (c *conn) send(f frame) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.WriteJSON(f)
}

func newGate(s *Server) *Gate {
	return &Gate{Interval: 41250 * time.Millisecond, server: s, live: map[*conn]bool{}}
}

func (g *Gate) address() string {
	return "ws" + strings.TrimPrefix(g.server.http.URL, "http") + "/gateway/"
}

// Fail lets the next connections have faults, one each.
func (g *Gate) Fail(faults ...Fault) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.faults = append(g.faults, faults...)
}

// Live is how many bots are connected and known.
func (g *Gate) Live() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.live)
}

// Stats are how often bots connected, identified themselves and resumed, and the intents
// they asked for last.
func (g *Gate) Stats() (connected, identified, resumed, intents int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.connected, g.identified, g.resumed, g.intents
}

// Faults is how many faults are still to come.
func (g *Gate) Faults() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.faults)
}

// Drop cuts all connections.
func (g *Gate) Drop() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.live {
		_ = c.UnderlyingConn().Close()
	}
}

// Send sends a frame other than an event, such as op 7, to all bots.
func (g *Gate) Send(op int, data string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.live {
		_ = c.send(frame{Op: op, Data: json.RawMessage(data)})
	}
}

// CloseAll closes all connections with a code.
func (g *Gate) CloseAll(code int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.live {
		c.closeWith(code)
	}
}

func (c *conn) closeWith(code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
}

// Close ends the gateway.
func (g *Gate) Close() {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	g.Drop()
}

// Dispatch sends an event to the bots that are connected, and to those that resume.
func (g *Gate) Dispatch(kind string, data any) {
	raw, err := json.Marshal(data)
	if err != nil {
		g.server.t.Errorf("event %s: %v", kind, err)
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sequence++
	f := frame{Op: 0, Data: raw, Seq: g.sequence, Type: kind}
	g.events = append(g.events, f)
	for c := range g.live {
		_ = c.send(f) // a dead one will resume
	}
}

// ServeHTTP takes a connection.
func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	fault := None
	if len(g.faults) > 0 {
		fault, g.faults = g.faults[0], g.faults[1:]
	}
	g.connected++
	closed := g.closed
	g.mu.Unlock()
	if closed || fault == Refuse {
		http.Error(w, "no", http.StatusServiceUnavailable)
		return
	}
	up := websocket.Upgrader{}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{Conn: ws}
	defer ws.Close()
	defer g.leave(c)
	if fault == StallHello {
		g.drain(c)
		return
	}
	hello, _ := json.Marshal(map[string]any{"heartbeat_interval": g.Interval.Milliseconds()})
	if c.send(frame{Op: 10, Data: hello}) != nil {
		return
	}
	g.serve(c, fault)
}

func (g *Gate) leave(c *conn) {
	g.mu.Lock()
	delete(g.live, c)
	g.mu.Unlock()
	g.server.mu.Lock()
	g.server.notify()
	g.server.mu.Unlock()
}

// drain reads until the bot goes.
func (g *Gate) drain(c *conn) {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return
		}
	}
}

// serve deals with what a bot sends.
func (g *Gate) serve(c *conn, fault Fault) {
	welcomed := false
	for {
		var f frame
		if err := c.ReadJSON(&f); err != nil {
			return
		}
		switch f.Op {
		case 1:
			if fault != NoAck && !(fault == Deaf && welcomed) {
				_ = c.send(frame{Op: 11})
			}
		case 2, 6:
			switch {
			case fault == StallReady:
				g.drain(c)
				return
			case fault == ReconnectFirst && !welcomed:
				_ = c.send(frame{Op: 7})
				continue
			case fault == InvalidFirst && !welcomed:
				welcomed = true
				_ = c.send(frame{Op: 9, Data: json.RawMessage("false")})
				continue
			case fault > 1000:
				c.closeWith(int(fault))
				return
			}
			if !g.welcome(c, f) {
				continue
			}
			if again := welcomed; !again {
				welcomed = true
				g.later(c, fault)
			}
		}
	}
}

// welcome answers IDENTIFY and RESUME.
func (g *Gate) welcome(c *conn, f frame) bool {
	var said struct {
		Token    string `json:"token"`
		Intents  int    `json:"intents"`
		Compress bool   `json:"compress"`
		Session  string `json:"session_id"`
		Seq      int64  `json:"seq"`
	}
	if err := json.Unmarshal(f.Data, &said); err != nil || strings.TrimPrefix(said.Token, "Bot ") != Token {
		c.closeWith(4004)
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if f.Op == 6 {
		if said.Session != g.session() || g.sessions == 0 {
			_ = c.send(frame{Op: 9, Data: json.RawMessage("false")})
			return false
		}
		g.resumed++
		for _, e := range g.events {
			if e.Seq > said.Seq {
				_ = c.send(e)
			}
		}
		_ = c.send(frame{Op: 0, Type: "RESUMED", Seq: g.sequence, Data: json.RawMessage("{}")})
	} else {
		g.identified++
		g.intents = said.Intents
		g.sessions++
		g.events = nil
		g.sequence++
		ready, _ := json.Marshal(map[string]any{
			"v": 9, "session_id": g.session(), "user": map[string]any{"id": UserID, "bot": true, "username": "ask"},
			"application": map[string]any{"id": ApplicationID}, "guilds": []any{map[string]any{"id": GuildID, "unavailable": true}},
			"resume_gateway_url": g.address(),
		})
		_ = c.send(frame{Op: 0, Type: "READY", Seq: g.sequence, Data: ready})
	}
	g.live[c] = true
	go func() { // wakes who waits, without the gate's lock
		g.server.mu.Lock()
		g.server.notify()
		g.server.mu.Unlock()
	}()
	return true
}

func (g *Gate) session() string { return "session-" + snowflake(g.sessions) }

// later lets a fault happen to a connection that is known.
func (g *Gate) later(c *conn, fault Fault) {
	switch {
	case fault == ReconnectLater:
		_ = c.send(frame{Op: 7})
	case fault == InvalidLater:
		g.mu.Lock()
		g.sessions++ // what there was is not valid any more
		g.mu.Unlock()
		_ = c.send(frame{Op: 9, Data: json.RawMessage("false")})
	case fault == HeartbeatRequest:
		_ = c.send(frame{Op: 1})
	case fault == DropLater:
		time.Sleep(30 * time.Millisecond) // a reset would take what was sent before with it
		_ = c.UnderlyingConn().Close()
	case fault < 0:
		c.closeWith(int(-fault))
	case fault == Deaf:
		g.mu.Lock()
		delete(g.live, c)
		g.mu.Unlock()
	}
}
