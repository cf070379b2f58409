package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// call is one request on its way.
type call struct {
	id    string // of the request
	param string // what the path names: a model, a document
	route *route
}

// handler serves one call. An error that comes before the reply is sent to the client.
type handler func(w http.ResponseWriter, r *http.Request, c *call) error

// route is one path, or all below it, with its methods.
type route struct {
	name    string // as the OpenAPI document and the metrics call it
	methods map[string]handler
	// open routes need no key; free ones are not limited in rate. Those that are open
	// must show no document.
	open, free bool
}

// route fills the table of routes.
func (s *Server) route() {
	get := func(h handler) map[string]handler { return map[string]handler{http.MethodGet: h} }
	post := func(h handler) map[string]handler { return map[string]handler{http.MethodPost: h} }
	s.exact = map[string]*route{
		"/v1/models":           {name: "/v1/models", methods: get(s.listModels)},
		"/v1/chat/completions": {name: "/v1/chat/completions", methods: post(s.chat)},
		"/v1/search":           {name: "/v1/search", methods: post(s.search)},
		"/healthz":             {name: "/healthz", methods: get(s.healthz), open: true, free: true},
		"/readyz":              {name: "/readyz", methods: get(s.readyz), free: true},
		"/metrics":             {name: "/metrics", methods: get(s.metrics.serve), free: true},
		"/openapi.json":        {name: "/openapi.json", methods: get(openAPI)},
		"/source.css":          {name: "/source.css", methods: get(s.pages.style), open: true},
	}
	s.prefixes = []*route{
		{name: "/v1/models/{id}", methods: get(s.showModel)},
		{name: "/v1/sources/{id}", methods: get(s.source)},
	}
	if s.cfg.Page != nil {
		page := func(w http.ResponseWriter, r *http.Request, _ *call) error {
			s.cfg.Page.ServeHTTP(w, r)
			return nil
		}
		s.exact["/"] = &route{name: "/", methods: get(page), open: true}
		s.exact["/favicon.ico"] = &route{name: "/favicon.ico", methods: get(page), open: true}
		s.prefixes = append(s.prefixes, &route{name: "/assets/{id}", methods: get(page), open: true})
	}
}

// find gives the route of a request and what its path names. Paths are compared as they
// are: none is cleaned or redirected, for none leads to a file.
func (s *Server) find(r *http.Request) (*route, string) {
	path := r.URL.EscapedPath()
	if found := s.exact[path]; found != nil {
		return found, ""
	}
	for _, found := range s.prefixes {
		rest, ok := strings.CutPrefix(path, strings.TrimSuffix(found.name, "{id}"))
		if !ok || rest == "" {
			continue
		}
		if id, err := url.PathUnescape(rest); err == nil {
			return found, id
		}
	}
	return nil, ""
}

// handler is what serves a method. HEAD is GET without its body.
func (rt *route) handler(method string) (handler, error) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if h := rt.methods[method]; h != nil {
		return h, nil
	}
	var allow []string
	for m := range rt.methods {
		allow = append(allow, m)
	}
	slices.Sort(allow)
	return nil, &failure{
		status: http.StatusMethodNotAllowed, kind: "invalid_request_error", code: "method_not_allowed",
		message: rt.name + " does not take " + method, header: http.Header{"Allow": {strings.Join(allow, ", ")}},
	}
}
