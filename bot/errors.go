package bot

import "errors"

// Error is a failure a person can act on: Message is safe to show, Hint says how to
// mend it, and the cause is for operators.
type Error struct {
	Code    string // "usage", "not_configured", "locked", "unreachable", …
	Message string
	Hint    string
	Err     error
}

func (e *Error) Error() string {
	if e.Err == nil {
		return e.Message
	}
	return e.Message + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// AsError gives the *Error in err's chain, if there is one.
func AsError(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}
