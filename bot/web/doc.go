// Package web is the HTTP door: an OpenAI-compatible endpoint over documents, so that
// other chat frontends use them as if they were a model, with pages that show each quote
// in its source.
//
// It refuses requests that name another host than its own, scripts of other web sites,
// bodies that are not proper JSON, keys it does not know, more work than it can do in
// time, and to listen beyond this machine without a key. It reads no file that a request
// names: sources are looked up in the index. What documents or models wrote leaves it as
// plain text, with no link but those to the sources of the answer.
//
//	shelf := web.NewShelf(web.Edition{Index: index, Models: models, Close: index.Close}, log)
//	server, err := web.New(web.Config{Shelf: shelf})
//	…
//	err = server.Serve(ctx, listener)
//
// # What frontends get
//
// The answer's text with its marks [n], then a Markdown list of the sources (which
// Config.NoSourceList, or sources_footer in a request, leaves out). The first chunk with
// citations has search_results: what it cites in the order of the marks, with the quotes,
// then what else was found, without. The one with finish_reason has annotations, whose
// start_index and end_index count characters (code points) of the message, and rag, the
// whole answer as package bot gives it. With Config.OpenWebUI chunks also carry the events
// of Open WebUI, and annotations are left out, for they would show each source twice.
//
// Requests that frontends make on their own (a title, tags, follow-up questions) are
// recognised by data/jobs.json and answered without a search.
//
// # Load
//
// Who asks what somebody else is asking at that moment, of the same index with the same
// settings, gets that answer; it is called off when the last of them leaves. Few questions
// are worked on at a time, the others wait in line for ten seconds at most, so that
// /healthz and whatever else is short is answered at once.
package web
