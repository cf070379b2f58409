//go:build !unix

package guardtest

import "errors"

func fifo(string) error { return errors.ErrUnsupported }
