package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// Limits of what a bot may send.
const (
	maxFrames  = 120 // in frameTime
	frameTime  = time.Minute
	beginEvery = 5 * time.Second // least time between two sessions
)

// hear deals with a frame that a bot sends.
func (g *Gate) hear(c *conn, f frame) {
	now := time.Now()
	c.received = slices.DeleteFunc(append(c.received, now), func(t time.Time) bool { return now.Sub(t) > frameTime })
	if len(c.received) > maxFrames {
		g.server.problem("more than 120 frames in a minute")
		c.closeWith(4008)
		return
	}
	switch {
	case f.Op == 1:
		g.heartbeat(c, f)
	case c.ignored.Load() || c.fault == StallReady:
	case f.Op == 2 || f.Op == 6:
		g.introduced(c, f)
	default:
		g.server.problem(fmt.Sprintf("frame of operation %d", f.Op))
	}
}

func (g *Gate) heartbeat(c *conn, f frame) {
	g.mu.Lock()
	g.beats++
	last := g.sequence
	g.mu.Unlock()
	var said *int64
	if err := json.Unmarshal(f.Data, &said); err != nil || said != nil && *said > last {
		g.server.problem("heartbeat with " + string(f.Data))
	}
	if c.fault != NoAck && !(c.fault == Deaf && c.welcomed) {
		_ = c.send(frame{Op: 11})
	}
}

// introduced answers IDENTIFY and RESUME, with a fault if there is one.
func (g *Gate) introduced(c *conn, f frame) {
	if c.welcomed {
		g.server.problem("a bot that introduces itself twice")
		c.closeWith(4005)
		return
	}
	switch c.welcomed = true; {
	case c.fault == ReconnectFirst:
		_ = c.send(frame{Op: 7})
		return
	case c.fault == InvalidFirst || c.fault == ResumableFirst:
		g.mu.Lock()
		defer g.mu.Unlock()
		g.invalidate(c, c.fault == ResumableFirst)
		return
	case c.fault > 1000:
		c.closeWith(int(c.fault))
		return
	case c.fault == HeartbeatFirst:
		_ = c.send(frame{Op: 1})
	}
	if g.welcome(c, f) {
		g.later(c)
	}
}

// invalidate says that a session is invalid, and hears nothing but heartbeats from then
// on. The lock is held.
func (g *Gate) invalidate(c *conn, resumable bool) {
	g.valid = g.valid && resumable
	c.ignored.Store(true)
	delete(g.live, c)
	_ = c.send(frame{Op: 9, Data: json.RawMessage(fmt.Sprint(resumable))})
}

// introduction is what IDENTIFY and RESUME say.
type introduction struct {
	Token      string            `json:"token"`
	Intents    int               `json:"intents"`
	Compress   bool              `json:"compress"`
	Properties map[string]string `json:"properties"`
	Session    string            `json:"session_id"`
	Seq        int64             `json:"seq"`
}

// welcome answers IDENTIFY and RESUME as it should be.
func (g *Gate) welcome(c *conn, f frame) bool {
	var said introduction
	if err := json.Unmarshal(f.Data, &said); err != nil || strings.TrimPrefix(said.Token, "Bot ") != Token {
		c.closeWith(4004)
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case f.Op == 2:
		g.identify(c, said)
	case said.Session != g.session() || !g.valid:
		c.ignored.Store(true)
		_ = c.send(frame{Op: 9, Data: json.RawMessage("false")})
		return false
	default:
		g.resume(c, said)
	}
	g.live[c] = true
	go func() { // wakes who waits, without the gate's lock
		g.server.mu.Lock()
		defer g.server.mu.Unlock()
		g.server.notify()
	}()
	return true
}

// identify begins a session. The lock is held.
func (g *Gate) identify(c *conn, said introduction) {
	now := time.Now()
	if said.Intents == 0 || said.Compress || said.Properties["os"] == "" || said.Properties["browser"] == "" || said.Properties["device"] == "" {
		g.server.problem(fmt.Sprintf("IDENTIFY with %+v", said.Properties))
	}
	if now.Sub(g.began) < beginEvery {
		g.server.problem("two sessions within five seconds")
	}
	g.began, g.valid, g.intents, g.events = now, true, said.Intents, nil
	g.identified++
	g.sessions++
	g.sequence++
	ready, _ := json.Marshal(map[string]any{
		"v": 10, "session_id": g.session(), "user": map[string]any{"id": UserID, "bot": true, "username": "ask"},
		"application": map[string]any{"id": ApplicationID}, "guilds": []any{map[string]any{"id": GuildID, "unavailable": true}},
		"resume_gateway_url": g.resumeAt(),
	})
	_ = c.send(frame{Op: 0, Type: "READY", Seq: g.sequence, Data: ready})
}

// resume sends again what was missed. The lock is held.
func (g *Gate) resume(c *conn, said introduction) {
	if !c.resumes {
		g.strays++
	}
	g.resumed++
	for _, e := range g.events {
		if e.Seq > said.Seq {
			_ = c.send(e)
		}
	}
	_ = c.send(frame{Op: 0, Type: "RESUMED", Seq: g.sequence, Data: json.RawMessage("{}")})
}

func (g *Gate) session() string { return "session-" + snowflake(g.sessions) }

// later lets a fault happen to a connection that is known.
func (g *Gate) later(c *conn) {
	switch c.fault {
	case ReconnectLater:
		_ = c.send(frame{Op: 7})
	case ReconnectThenHeartbeat:
		_ = c.send(frame{Op: 7})
		_ = c.send(frame{Op: 1})
	case InvalidLater, ResumableLater:
		g.mu.Lock()
		defer g.mu.Unlock()
		g.invalidate(c, c.fault == ResumableLater)
	case HeartbeatRequest:
		_ = c.send(frame{Op: 1})
	case HeartbeatThenCut:
		_ = c.send(frame{Op: 1})
		_ = c.UnderlyingConn().Close()
	case DropLater:
		time.Sleep(30 * time.Millisecond) // a reset would take what was sent before with it
		_ = c.UnderlyingConn().Close()
	case Garbage:
		c.mu.Lock()
		defer c.mu.Unlock()
		_ = c.WriteMessage(websocket.TextMessage, []byte(`{"op":`))
	case Deaf:
		g.mu.Lock()
		defer g.mu.Unlock()
		delete(g.live, c)
	default:
		if c.fault < 0 {
			c.closeWith(int(-c.fault))
		}
	}
}
