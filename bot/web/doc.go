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
// whole answer as package bot gives it. With Config.OpenWebUI, or a header X-OpenWebUI-…,
// chunks carry the events of Open WebUI in place of annotations, but not to OpenAI's
// packages and the AI SDK, which name themselves. Those alone get annotations whose links
// open without a key: Open WebUI has browsers tell Google the address of each.
//
// Numbers in brackets that a document has of its own are shown as ［2］, so that [2] is a
// citation wherever it stands; rag has them as they are.
//
// Requests that frontends make on their own (a title, tags, follow-up questions) are
// recognised by data/jobs.json and answered without a search. The text of files that Open
// WebUI puts before a question is one more source of the answer, and marks go on counting
// where its own numbers for them end.
//
// # Load
//
// Who asks what somebody else is asking at that moment, of the same index with the same
// settings, gets that answer; it is called off when the last of them leaves. Few questions
// are worked on at a time, the others wait in line for ten seconds at most, so that
// /healthz and whatever else is short is answered at once.
package web
