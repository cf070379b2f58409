package web

import (
	"net/http"
	"time"
)

// healthz is GET /healthz: the process answers.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request, _ *call) error {
	return writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// ready is what GET /readyz tells.
type ready struct {
	// Status is "ready", "degraded" (answers are worse than they could be: in quotes
	// instead of the model's words, or from an index that could not be renewed) or
	// "stopping", with status 503.
	Status     string `json:"status"`
	Generation string `json:"index_generation"`
	Passages   int    `json:"passages"`
	AgeSeconds int    `json:"index_age_seconds"` // since it was opened
	Model      string `json:"model"`             // "none", "reachable", "unreachable"
	Renewal    string `json:"index_renewal"`     // "ok", "failed"
}

// readyz is GET /readyz.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request, _ *call) error {
	v, give := s.cfg.Shelf.take()
	defer give()
	out := ready{
		Status: "ready", Generation: v.Index.Generation(), Passages: v.Index.Len(),
		AgeSeconds: int(time.Since(v.since).Seconds()), Model: s.probe.state(r.Context()), Renewal: "ok",
	}
	status := http.StatusOK
	if s.cfg.Shelf.stale() {
		out.Renewal = "failed"
	}
	switch {
	case s.draining.Load():
		out.Status, status = "stopping", http.StatusServiceUnavailable
	case out.Model == "unreachable" || out.Renewal == "failed":
		out.Status = "degraded"
	}
	return writeJSON(w, status, out)
}
