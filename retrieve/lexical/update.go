package lexical

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// Updater changes a copy of an index that nobody reads yet.
type Updater struct {
	idx   index.Index
	queue *index.AnalysisQueue
	batch *index.Batch
}

// Update opens the index in dir for changes. Its segment files are never written
// again, so they may be hard links to a published generation's; root.bolt must be a
// copy.
func Update(dir string) (*Updater, error) {
	u := &Updater{queue: index.NewAnalysisQueue(1), batch: index.NewBatch()}
	var err error
	if u.idx, err = scorch.NewScorch(scorch.Name, map[string]any{"path": dir}, u.queue); err != nil {
		u.queue.Close()
		return nil, fmt.Errorf("open lexical index %s: %w", dir, err)
	}
	if err := u.idx.Open(); err != nil {
		u.queue.Close()
		return nil, fmt.Errorf("open lexical index %s: %w", dir, err)
	}
	return u, nil
}

// Add indexes a new passage.
func (u *Updater) Add(key uint32, t Terms) { u.batch.Update(documentOf(key, t)) }

// Delete takes a passage out.
func (u *Updater) Delete(key uint32) { u.batch.Delete(string(identifier(key))) }

// Close applies the changes, waits until they are on disk, and closes the index.
func (u *Updater) Close(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := u.idx.Batch(u.batch); err != nil {
		return fmt.Errorf("change lexical index: %w", err)
	}
	return u.Abort()
}

// Abort closes the index without applying anything further; after Close it does
// nothing.
func (u *Updater) Abort() error {
	if u.idx == nil {
		return nil
	}
	err := u.idx.Close()
	u.queue.Close()
	u.idx = nil
	if err != nil {
		return fmt.Errorf("close lexical index: %w", err)
	}
	return nil
}
