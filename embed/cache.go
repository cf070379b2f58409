package embed

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/gofrs/flock"
)

// Errors of the cache.
var (
	// ErrCacheBusy says that another process has the cache open.
	ErrCacheBusy = errors.New("embed: cache is in use by another process")
	// ErrDimension says that an embedder gave vectors of another length than before.
	ErrDimension = errors.New("embed: vector dimension differs from earlier ones")
)

// Embedder is what a Cache wraps. Embed gives one vector per text in the order of texts,
// all of one length; Identity names the vector space and never holds a secret.
type Embedder interface {
	Identity() string
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// Cache keeps vectors in one append-only file, under the embedder's identity and the
// SHA-256 of the text; the texts are not stored. Each record has a CRC-32C: on opening, a
// torn tail is cut and damaged records are passed over. Every Put is one write and one
// fsync, so a process killed at any moment loses at most the Put under way.
//
// One process may have a cache open; its methods may be called from several goroutines.
type Cache struct {
	lock *flock.Flock

	mu    sync.RWMutex // guards what follows
	file  *os.File
	index map[cacheKey]entry
	end   int64 // length of the file
}

// cacheKey is the first half of SHA-256(identity) and all of SHA-256(text).
type cacheKey [16 + sha256.Size]byte

// entry is where a vector lies.
type entry struct {
	at  int64
	dim int
}

func newKey(identity, text string) cacheKey {
	var key cacheKey
	who, what := sha256.Sum256([]byte(identity)), sha256.Sum256([]byte(text))
	copy(key[:16], who[:])
	copy(key[16:], what[:])
	return key
}

// OpenCache opens or creates the file at path, readable by its owner only, and the lock
// file path+".lock". It reads the whole file once. A file that is not a cache is refused
// with ErrCorrupt and left as it is; a cache open elsewhere gives ErrCacheBusy.
func OpenCache(path string) (*Cache, error) {
	lock := flock.New(path + ".lock")
	switch ok, err := lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("embed: lock cache: %w", err)
	case !ok:
		return nil, ErrCacheBusy
	}
	c, err := openLocked(path)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("embed: open cache %s: %w", path, err), lock.Close())
	}
	c.lock = lock
	return c, nil
}

func openLocked(path string) (*Cache, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	c := &Cache{file: file, index: make(map[cacheKey]entry)}
	if err := c.recover(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return c, nil
}

// recover reads the records and cuts the file after the last sound one.
func (c *Cache) recover() error {
	info, err := c.file.Stat()
	if err != nil {
		return err
	}
	if c.end, err = scan(c.file, info.Size(), c.index); err != nil {
		return err
	}
	if c.end == 0 {
		if _, err := c.file.WriteAt([]byte(cacheMagic), 0); err != nil {
			return err
		}
		c.end = int64(len(cacheMagic))
	}
	if info.Size() == c.end {
		return nil
	}
	if err := c.file.Truncate(c.end); err != nil {
		return err
	}
	return c.file.Sync()
}

// Close releases the file and its lock. Nothing is lost without it.
func (c *Cache) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.file == nil {
		return nil
	}
	err := errors.Join(c.file.Close(), c.lock.Close())
	c.file = nil
	return err
}

// Len is the number of vectors held, over all identities.
func (c *Cache) Len() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.index)
}

// Get gives the stored vector, owned by the caller. Whatever cannot be read is a miss.
func (c *Cache) Get(identity, text string) ([]float32, bool) {
	return c.get(newKey(identity, text))
}

func (c *Cache) get(key cacheKey) ([]float32, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	e, ok := c.index[key]
	if !ok || c.file == nil {
		return nil, false
	}
	record := make([]byte, recordLen(e.dim))
	if _, err := c.file.ReadAt(record, e.at); err != nil {
		return nil, false
	}
	stored, vector, err := parseRecord(record)
	if err != nil || stored != key || !finite(vector) {
		return nil, false
	}
	return vector, true
}

// Put stores one vector per text and returns when they are on the disk. Empty vectors and
// vectors that are not finite are refused, with nothing written. After a failed write the
// file is cut back to where it was.
func (c *Cache) Put(identity string, texts []string, vectors [][]float32) error {
	if len(texts) != len(vectors) {
		return fmt.Errorf("embed: cache put: %d vectors for %d texts", len(vectors), len(texts))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.file == nil {
		return fmt.Errorf("embed: cache put: %w", os.ErrClosed)
	}
	var buf []byte
	added := make(map[cacheKey]entry, len(texts))
	for i, vector := range vectors {
		if len(vector) == 0 || len(vector) > maxCacheDim || !finite(vector) {
			return fmt.Errorf("embed: cache put: vector %d is empty, too long or not finite", i)
		}
		key := newKey(identity, texts[i])
		added[key] = entry{at: c.end + int64(len(buf)), dim: len(vector)}
		buf = appendRecord(buf, key, vector)
	}
	if len(buf) == 0 {
		return nil
	}
	_, err := c.file.WriteAt(buf, c.end)
	if err == nil {
		err = c.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("embed: cache put: %w", errors.Join(err, c.file.Truncate(c.end)))
	}
	c.end += int64(len(buf))
	for key, e := range added {
		c.index[key] = e
	}
	return nil
}

// Cached is an Embedder that asks another only for texts the cache does not hold.
type Cached struct {
	cache        *Cache
	inner        Embedder
	batch        int
	hits, misses atomic.Int64
}

// Wrap gives e with the cache before it. New texts are asked for and stored in batches of
// e's BatchSize() int if it has that method, else of 32: a crash loses at most one batch.
func (c *Cache) Wrap(e Embedder) *Cached {
	batch := 32
	if b, ok := e.(interface{ BatchSize() int }); ok {
		batch = max(1, b.BatchSize())
	}
	return &Cached{cache: c, inner: e, batch: batch}
}

// Identity is that of the wrapped embedder.
func (w *Cached) Identity() string { return w.inner.Identity() }

// Stats counts, since Wrap, the texts answered from the cache (a text repeated within one
// call counts as such) and the texts the embedder was asked for.
func (w *Cached) Stats() (hits, misses int64) { return w.hits.Load(), w.misses.Load() }

// Embed gives one vector per text, in order. Equal texts are asked for once and share one
// vector. When the embedder or the disk fails, the batches before are stored and the
// error says how many texts they were. ErrDimension: the embedder's vectors are not as
// long as the stored ones, so its identity hides a change; use another cache file.
func (w *Cached) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	identity := w.inner.Identity()
	known := make(map[cacheKey][]float32, len(texts))
	keys := make([]cacheKey, len(texts))
	var missing []int // positions of new texts, each text once
	for i, text := range texts {
		keys[i] = newKey(identity, text)
		if _, ok := known[keys[i]]; ok {
			continue
		}
		vector, ok := w.cache.get(keys[i])
		if !ok {
			missing = append(missing, i)
		}
		known[keys[i]] = vector
	}
	w.hits.Add(int64(len(texts) - len(missing)))
	for lo := 0; lo < len(missing); lo += w.batch {
		part := missing[lo:min(lo+w.batch, len(missing))]
		if err := w.fill(ctx, identity, texts, keys, part, known); err != nil {
			return nil, fmt.Errorf("embed: %d of %d new texts stored: %w", lo, len(missing), err)
		}
	}
	out := make([][]float32, len(texts))
	for i, key := range keys {
		out[i] = known[key]
		if len(out[i]) != len(out[0]) {
			return nil, fmt.Errorf("%w: %d and %d", ErrDimension, len(out[0]), len(out[i]))
		}
	}
	return out, nil
}

// fill asks for the texts at the given positions and stores the answer.
func (w *Cached) fill(ctx context.Context, identity string, texts []string, keys []cacheKey, at []int, known map[cacheKey][]float32) error {
	batch := make([]string, len(at))
	for i, p := range at {
		batch[i] = texts[p]
	}
	w.misses.Add(int64(len(batch)))
	vectors, err := w.inner.Embed(ctx, batch)
	if err != nil {
		return err
	}
	if err := w.cache.Put(identity, batch, vectors); err != nil {
		return err
	}
	for i, p := range at {
		known[keys[p]] = vectors[i]
	}
	return nil
}

// finite tells whether no number is NaN or infinite.
func finite(vector []float32) bool {
	for _, x := range vector {
		if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
			return false
		}
	}
	return true
}

// syncDir makes a new file's name durable. Systems that cannot sync a directory are let be.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	err = dir.Sync()
	for _, cannot := range []error{errors.ErrUnsupported, os.ErrInvalid, os.ErrPermission} {
		if errors.Is(err, cannot) {
			err = nil
		}
	}
	return errors.Join(err, dir.Close())
}

var _ io.Closer = (*Cache)(nil)
