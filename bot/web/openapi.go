package web

import (
	_ "embed"
	"net/http"
)

//go:embed data/openapi.json
var openAPIFile []byte

// openAPI is GET /openapi.json.
func openAPI(w http.ResponseWriter, _ *http.Request, _ *call) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(openAPIFile) // nobody is left to tell
	return nil
}
