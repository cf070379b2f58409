package web

import (
	"net/http"
)

// ExtractiveID is the model that answers in quotes only. It is always there.
const ExtractiveID = "ask-extractive"

// modelJSON is a model in OpenAI's form.
type modelJSON struct {
	ID      string `json:"id"`
	Object  string `json:"object"`
	Created int64  `json:"created"`
	OwnedBy string `json:"owned_by"`
}

func (v *volume) modelJSON(m Model) modelJSON {
	return modelJSON{ID: m.ID, Object: "model", Created: v.since.Unix(), OwnedBy: m.Owner}
}

// listModels is GET /v1/models: the default first.
func (s *Server) listModels(w http.ResponseWriter, _ *http.Request, _ *call) error {
	v, give := s.cfg.Shelf.take()
	defer give()
	list := struct {
		Object string      `json:"object"`
		Data   []modelJSON `json:"data"`
	}{Object: "list", Data: []modelJSON{}}
	for _, m := range v.Models {
		list.Data = append(list.Data, v.modelJSON(m))
	}
	return writeJSON(w, http.StatusOK, list)
}

// showModel is GET /v1/models/{id}.
func (s *Server) showModel(w http.ResponseWriter, _ *http.Request, c *call) error {
	v, give := s.cfg.Shelf.take()
	defer give()
	m, ok := v.model(c.param)
	if !ok {
		return unknownModel(v)
	}
	return writeJSON(w, http.StatusOK, v.modelJSON(m))
}

func unknownModel(v *volume) error {
	names := ""
	for i, m := range v.Models {
		if i > 0 {
			names += ", "
		}
		names += m.ID
	}
	f := notFound("model_not_found", "there is no such model; there are: "+names)
	f.param = "model"
	return f
}
