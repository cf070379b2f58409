package document

import (
	"errors"
	"fmt"
	"time"
)

const (
	defaultMaxBytes = 32 << 20
	// A JSONL corpus is many documents, so the bound for one document does not
	// apply to it.
	maxJSONLBytes = 1 << 30
)

// Options bound and steer reading. The zero value is usable.
type Options struct {
	// MaxBytes bounds one file, 0 means 32 MiB. A JSONL file may have 1 GiB.
	MaxBytes int64
	// Now is what "in the future" is measured against, zero means time.Now().
	Now time.Time
	// Rules is the operator's file, nil for none.
	Rules *Rules
}

func (o Options) now() time.Time {
	if o.Now.IsZero() {
		return time.Now()
	}
	return o.Now
}

func (o Options) limit(rel string) int64 {
	limit := o.MaxBytes
	if limit <= 0 {
		limit = defaultMaxBytes
	}
	if isJSONL(rel) {
		limit = max(limit, maxJSONLBytes)
	}
	return limit
}

// Skip is a file, or a record of one, that is not read, and why.
type Skip struct {
	Path   string
	Reason string
}

// ErrSkip is what every error of ReadFile wraps that concerns one file only:
// the caller notes it as a Skip and goes on.
var ErrSkip = errors.New("skipped")

// skipError carries the plain reason beside ErrSkip and the cause.
type skipError struct {
	reason string
	cause  error
}

func (e *skipError) Error() string {
	if e.cause == nil {
		return e.reason
	}
	return fmt.Sprintf("%s: %v", e.reason, e.cause)
}

func (e *skipError) Is(target error) bool { return target == ErrSkip }

func (e *skipError) Unwrap() error { return e.cause }

// AsSkip turns an error that wraps ErrSkip into the Skip of path. It reports
// false for nil and for any other error.
func AsSkip(path string, err error) (Skip, bool) {
	var e *skipError
	if !errors.As(err, &e) {
		return Skip{}, false
	}
	return Skip{Path: path, Reason: e.reason}, true
}
