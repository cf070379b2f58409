package discordtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Fault is something that goes wrong with one connection to the gateway.
type Fault int

// The faults. Each is for one connection; the next has its own.
const (
	None                   Fault = iota
	Refuse                       // no websocket at all
	StallHello                   // says nothing after the connection is made
	StallReady                   // says nothing after IDENTIFY or RESUME
	ReconnectFirst               // op 7 in place of READY or RESUMED
	ReconnectLater               // op 7 after READY or RESUMED
	ReconnectThenHeartbeat       // op 7 and op 1 in one go
	InvalidFirst                 // op 9 in place of READY or RESUMED; nothing but heartbeats is heard from then on
	InvalidLater                 // the same afterwards
	ResumableFirst               // op 9 that allows to resume, in place of READY or RESUMED
	ResumableLater               // the same afterwards
	HeartbeatFirst               // op 1 before READY or RESUMED
	HeartbeatRequest             // op 1 after READY or RESUMED
	HeartbeatThenCut             // the same, and the connection is cut at once
	NoAck                        // answers no heartbeat
	Deaf                         // says nothing any more after READY or RESUMED
	DropLater                    // cuts the connection after READY or RESUMED, without a close frame
	Garbage                      // a frame that is no JSON after READY or RESUMED
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
	at       string // host and port
	conns    sync.WaitGroup

	mu         sync.Mutex // guards what follows
	faults     []Fault
	open       map[*conn]bool // connections
	live       map[*conn]bool // those whose bot is known
	events     []frame        // of the session, to be sent again on RESUME
	sequence   int64
	sessions   int
	valid      bool // the last session can be resumed
	began      time.Time
	intents    int
	identified int
	resumed    int
	strays     int // sessions resumed elsewhere than was said
	connected  int
	beats      int
	left       []int
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
	fault    Fault
	welcomed bool        // READY, RESUMED or what came in their place was sent
	ignored  atomic.Bool // what the bot sends, heartbeats aside
	resumes  bool        // it came to where sessions are resumed
	received []time.Time

	mu sync.Mutex // of writing
}

func (c *conn) send(f frame) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.WriteJSON(f)
}

func (g *Gate) address() string { return "ws://" + g.at + "/gateway/" }

// resumeAt is where bots are told to resume.
func (g *Gate) resumeAt() string { return "ws://" + g.at + "/resume/" }

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

// Beats is how many heartbeats bots sent.
func (g *Gate) Beats() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.beats
}

// Left is every code that a bot closed a connection with.
func (g *Gate) Left() []int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]int(nil), g.left...)
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

// Strays is how many sessions were resumed elsewhere than bots were told to.
func (g *Gate) Strays() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.strays
}

// Invalidate tells all bots that their session is invalid, and hears nothing but
// heartbeats from them from then on.
func (g *Gate) Invalidate(resumable bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.live {
		g.invalidate(c, resumable)
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

// Close ends the gateway and all connections to it.
func (g *Gate) Close() {
	g.mu.Lock()
	g.closed = true
	for c := range g.open {
		_ = c.UnderlyingConn().Close()
	}
	g.mu.Unlock()
	g.conns.Wait()
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
	if !closed {
		g.conns.Add(1)
		defer g.conns.Done()
	}
	g.mu.Unlock()
	if q := r.URL.Query(); q.Get("v") != "10" || q.Get("encoding") != "json" {
		g.server.problem("gateway asked for as " + r.URL.RawQuery)
	}
	if closed || fault == Refuse {
		http.Error(w, "no", http.StatusServiceUnavailable)
		return
	}
	up := websocket.Upgrader{}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{Conn: ws, fault: fault, resumes: strings.HasPrefix(r.URL.Path, "/resume/")}
	defer ws.Close()
	g.enter(c)
	defer g.leave(c)
	if fault != StallHello {
		hello, _ := json.Marshal(map[string]any{"heartbeat_interval": g.Interval.Milliseconds()})
		if c.send(frame{Op: 10, Data: hello}) != nil {
			return
		}
	}
	for {
		var f frame
		if err := c.ReadJSON(&f); err != nil {
			g.note(err)
			return
		}
		if fault != StallHello {
			g.hear(c, f)
		}
	}
}

func (g *Gate) enter(c *conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open[c] = true
}

func (g *Gate) leave(c *conn) {
	g.mu.Lock()
	delete(g.open, c)
	delete(g.live, c)
	g.mu.Unlock()
	g.server.mu.Lock()
	g.server.notify()
	g.server.mu.Unlock()
}

// note keeps the code that a bot closed its connection with.
func (g *Gate) note(err error) {
	var e *websocket.CloseError
	if !errors.As(err, &e) || e.Code == websocket.CloseAbnormalClosure {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.left = append(g.left, e.Code)
	if e.Code == websocket.CloseNormalClosure || e.Code == websocket.CloseGoingAway {
		g.valid = false
	}
}
