package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Times of a connection to the gateway.
const (
	handshakeTime = 20 * time.Second // until Discord says who the bot is, each step
	silence       = 90 * time.Second // afterwards, if not longer; heartbeats are answered every 41
	writeTime     = 5 * time.Second
)

// closeToResume is a code that leaves the session as it is; 1000 and 1001 end it.
const closeToResume = 4000

// maxFrame bounds a frame: what a server of a million members consists of is smaller.
const maxFrame = 64 << 20

// line is one connection to the gateway. One goroutine receives; any may send.
type line struct {
	ws    *websocket.Conn
	asked chan struct{} // has room for one: Discord wants a heartbeat now
	acked atomic.Bool   // the last heartbeat was answered, or there was none

	mu sync.Mutex // guards writing
}

func newLine(ws *websocket.Conn) *line {
	ws.SetReadLimit(maxFrame)
	l := &line{ws: ws, asked: make(chan struct{}, 1)}
	l.acked.Store(true)
	return l
}

// receive waits for a frame, no longer than limit.
func (l *line) receive(limit time.Duration) (*discordgo.Event, error) {
	if err := l.ws.SetReadDeadline(time.Now().Add(limit)); err != nil {
		return nil, fmt.Errorf("set deadline: %w", err)
	}
	_, data, err := l.ws.ReadMessage()
	if err != nil {
		return nil, fmt.Errorf("receive: %w", err)
	}
	var e discordgo.Event
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, fmt.Errorf("read frame of %d bytes: %w", len(data), err)
	}
	return &e, nil
}

func (l *line) send(op int, data any) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.ws.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
		return fmt.Errorf("set deadline: %w", err)
	}
	return l.ws.WriteJSON(map[string]any{"op": op, "d": data})
}

// ask has a heartbeat sent at once.
func (l *line) ask() {
	select {
	case l.asked <- struct{}{}:
	default:
	}
}

// hangUp ends the connection and wakes who receives from it.
func (l *line) hangUp(code int) {
	_ = l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second)) // as a courtesy
	_ = l.ws.Close()
}

// closeCode is the code Discord closed the gateway with, 0 if err is something else.
func closeCode(err error) int {
	var e *websocket.CloseError
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}
