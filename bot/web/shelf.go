package web

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ask/bot"
	"ask/retrieve"
)

// Index is what the door reads of documents. It is safe for concurrent use.
type Index interface {
	// Search ranks passages for a query, best first.
	Search(ctx context.Context, q retrieve.Query) (*retrieve.Result, error)
	// Sources lists the documents; Text is the stored text of one.
	Sources() ([]retrieve.Source, error)
	Text(id string) (s string, ok bool, err error)
	// Generation names what is searched; Len is its number of passages.
	Generation() string
	Len() int
}

// Model is a way to answer that clients can choose.
type Model struct {
	ID, Owner string
	Answerer  bot.Answerer
	// Remote says that a model server does the work, so that few may ask at a time.
	Remote bool
}

// Edition is one opened generation of the index with what answers from it.
type Edition struct {
	Index Index
	// Models are those clients can choose, the default first; at least one.
	Models []Model
	// Close releases the index once nobody reads it; nil: nothing to do.
	Close func() error
}

// Shelf holds the current edition, and older ones for as long as somebody reads them.
type Shelf struct {
	log *slog.Logger

	mu      sync.Mutex // guards what follows and the readers of volumes
	current *volume
	failed  bool // the last look for a newer edition failed
}

// volume is an edition on the shelf.
type volume struct {
	Edition
	since   time.Time
	sources func() (map[string]retrieve.Source, error)
	readers int
	retired bool
}

// NewShelf makes a shelf with a first edition. Problems of closing editions go to log.
func NewShelf(e Edition, log *slog.Logger) *Shelf {
	return &Shelf{log: log, current: newVolume(e)}
}

func newVolume(e Edition) *volume {
	v := &volume{Edition: e, since: time.Now()}
	v.sources = sync.OnceValues(func() (map[string]retrieve.Source, error) {
		list, err := e.Index.Sources()
		if err != nil {
			return nil, err
		}
		byID := make(map[string]retrieve.Source, len(list))
		for _, s := range list {
			byID[s.Document.ID] = s
		}
		return byID, nil
	})
	return v
}

// Put makes e the current edition. Who reads the one before goes on with it.
func (s *Shelf) Put(e Edition) {
	s.mu.Lock()
	old := s.current
	s.current = newVolume(e)
	done := s.retire(old)
	s.mu.Unlock()
	if done {
		s.close(old)
	}
}

// Close closes the current edition, after its last reader. Nothing may be taken then.
func (s *Shelf) Close() {
	s.mu.Lock()
	done := s.retire(s.current)
	s.mu.Unlock()
	if done {
		s.close(s.current)
	}
}

// retire says that v is not to be lent any more; true: nobody reads it.
func (s *Shelf) retire(v *volume) bool {
	again := v.retired
	v.retired = true
	return v.readers == 0 && !again
}

// take lends the current edition; give hands it back, once.
func (s *Shelf) take() (v *volume, give func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v = s.current
	v.readers++
	return v, func() { s.give(v) }
}

func (s *Shelf) give(v *volume) {
	s.mu.Lock()
	v.readers--
	done := v.retired && v.readers == 0
	s.mu.Unlock()
	if done {
		s.close(v)
	}
}

// Lend gives the current edition to another door; give hands it back, once.
func (s *Shelf) Lend() (e Edition, give func()) {
	v, give := s.take()
	return v.Edition, give
}

func (s *Shelf) close(v *volume) {
	if v.Close == nil {
		return
	}
	if err := v.Close(); err != nil {
		s.log.Warn("old index not closed", "generation", v.Index.Generation(), "error", err)
	}
}

// Watch asks next for a newer edition every so often until ctx is over; nil is none. An
// error is logged, and the current edition stays.
func (s *Shelf) Watch(ctx context.Context, every time.Duration, next func(ctx context.Context) (*Edition, error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		e, err := next(ctx)
		if ctx.Err() != nil && err != nil {
			return
		}
		s.mu.Lock()
		s.failed = err != nil
		s.mu.Unlock()
		switch {
		case err != nil:
			s.log.Warn("index not renewed", "error", err)
		case e != nil:
			s.Put(*e)
			s.log.Info("index renewed", "generation", e.Index.Generation(), "passages", e.Index.Len())
		}
	}
}

// stale reports whether the last look for a newer edition failed.
func (s *Shelf) stale() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// model finds a model by its ID; empty is the default.
func (v *volume) model(id string) (Model, bool) {
	if id == "" {
		return v.Models[0], true
	}
	for _, m := range v.Models {
		if m.ID == id {
			return m, true
		}
	}
	return Model{}, false
}
