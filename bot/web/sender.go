package web

import (
	"net/http"
	"strings"
)

// sender is what a request tells of the program that sent it, as far as answers differ.
type sender struct {
	// events: it is Open WebUI, as far as is known, and gets its events in streams in
	// place of annotations, which it would show a second time.
	events bool
	// discreet: it keeps addresses to itself, as far as is known. Open WebUI has readers'
	// browsers ask Google for a picture of each address in annotations.
	discreet bool
}

// senderOf tells programs apart. Open WebUI names itself only where it is set to forward
// who asks, or its connection has a header of such a name; else Config.OpenWebUI decides
// for all but those that are known to be something else.
func (s *Server) senderOf(r *http.Request) sender {
	known := false
	for name := range r.Header {
		if strings.HasPrefix(name, "X-Openwebui-") {
			return sender{events: true}
		}
		// OpenAI's packages, and whatever is built upon them.
		known = known || strings.HasPrefix(name, "X-Stainless-")
	}
	known = known || strings.Contains(r.UserAgent(), "ai-sdk/")
	return sender{events: s.cfg.OpenWebUI && !known, discreet: known}
}
