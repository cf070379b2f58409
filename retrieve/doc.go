// Package retrieve turns folders of documents into an index on disk and a question
// into ranked passages of it.
//
// Sync reads what changed, cuts it into passages and publishes a new generation of the
// index; Open opens the newest one without waiting for any writer; Search ranks. A
// passage is always an exact byte range of the stored clean text of its document.
//
// It refuses to mix vectors of different embedders (ErrEmbedder), to write while
// another process writes (store.LockedError), and to serve damaged files.
//
//	report, err := retrieve.Sync(ctx, retrieve.Config{Docs: []string{"notes"}, Dir: dir, Embedder: embed.NewLSA(embed.LSAOptions{})})
//	ix, err := retrieve.Open(dir, retrieve.OpenOptions{Embedder: embed.NewLSA(embed.LSAOptions{})})
//	result, err := ix.Search(ctx, retrieve.Query{Text: "谁在领导千问?", K: 10})
package retrieve
