// Package page is the web page of the HTTP door: a question box, the answer as it comes,
// and each source beside it at the quoted place. It is made for reading Chinese, on a
// phone and on a wide screen, by mouse, by keys and by ear.
//
// It is HTML, CSS and JavaScript modules, embedded as they are written: nothing is built,
// and nothing is fetched from another host. The page refuses to render what documents and
// models wrote as anything but text: it builds nodes, never HTML, under a
// Content-Security-Policy that allows no inline script and no inline style, and links to
// http and https only.
//
//	server, err := web.New(web.Config{Shelf: shelf, Page: page.Handler()})
//
// The page knows of the server: GET v1/models, POST v1/chat/completions (stream, and the
// object rag of its last chunk) and GET v1/sources/{id} as JSON. Where keys are needed it
// asks for one and keeps it until the tab is closed. The conversation is kept nowhere.
package page
