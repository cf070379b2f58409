package discordtest

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// network is a network in memory: a listener, and connections to it that hold what was
// written until it is read, as the real ones do. All who wait in it wait for channels and
// timers, so that testing/synctest sees them wait.
type network struct {
	arrivals chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func newNetwork() *network {
	return &network{arrivals: make(chan net.Conn), closed: make(chan struct{})}
}

// address stands for where the fake is. Proxies of the environment leave it alone.
type address struct{}

func (address) Network() string { return "tcp" }
func (address) String() string  { return "127.0.0.1:1" }

// Accept, Close and Addr make a net.Listener.
func (n *network) Accept() (net.Conn, error) {
	select {
	case c := <-n.arrivals:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error {
	n.once.Do(func() { close(n.closed) })
	return nil
}

func (n *network) Addr() net.Addr { return address{} }

// dial connects to the listener, whatever the address is.
func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	there, back := newStream(), newStream()
	select {
	case n.arrivals <- &end{in: there, out: back}:
		return &end{in: back, out: there}, nil
	case <-n.closed:
		return nil, errors.New("connection refused")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// stream is one direction of a connection.
type stream struct {
	mu       sync.Mutex // guards what follows
	data     []byte
	closed   bool
	deadline time.Time     // of reading
	changed  chan struct{} // closed and replaced when any of it changes
}

func newStream() *stream { return &stream{changed: make(chan struct{})} }

// change does something to s and wakes who reads.
func (s *stream) change(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *stream) read(b []byte) (int, error) {
	for {
		s.mu.Lock()
		n := copy(b, s.data)
		s.data = s.data[n:]
		closed, deadline, changed := s.closed, s.deadline, s.changed
		s.mu.Unlock()
		switch {
		case n > 0 || len(b) == 0:
			return n, nil
		case closed:
			return 0, io.EOF
		case !deadline.IsZero() && !time.Now().Before(deadline):
			return 0, os.ErrDeadlineExceeded
		}
		var late <-chan time.Time
		if !deadline.IsZero() {
			late = time.After(time.Until(deadline))
		}
		select {
		case <-changed:
		case <-late:
		}
	}
}

// end is one end of a connection. Writing never waits, so it has no deadline.
type end struct {
	in, out *stream
}

func (e *end) Read(b []byte) (int, error) { return e.in.read(b) }

func (e *end) Write(b []byte) (n int, err error) {
	e.out.change(func() {
		if e.out.closed {
			err = net.ErrClosed
			return
		}
		e.out.data = append(e.out.data, b...)
		n = len(b)
	})
	return n, err
}

// Close ends both directions. What was written can still be read.
func (e *end) Close() error {
	e.in.change(func() { e.in.closed, e.in.data = true, nil })
	e.out.change(func() { e.out.closed = true })
	return nil
}

func (e *end) SetDeadline(t time.Time) error { return e.SetReadDeadline(t) }

func (e *end) SetReadDeadline(t time.Time) error {
	e.in.change(func() { e.in.deadline = t })
	return nil
}

func (e *end) SetWriteDeadline(time.Time) error { return nil }
func (e *end) LocalAddr() net.Addr              { return address{} }
func (e *end) RemoteAddr() net.Addr             { return address{} }
