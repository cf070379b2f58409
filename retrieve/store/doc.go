// Package store keeps immutable generations of an index directory.
//
// A generation is a set of named files ("vectors.bin",
// "lexical/store/000000000001.zap"). A Writer fills a temporary folder, and
// Commit hashes every file into manifest.json, syncs files and folders, renames
// the folder to gen-<id> and swings the file CURRENT to it by one rename. Readers
// open what CURRENT names, without waiting for anyone and without being waited
// for: they see the generation before or the one after, never a mix. The two
// newest generations stay on disk, and so does any other that a reader has open.
//
//	index/LOCK                  flock of the writer; holds its process id
//	index/CURRENT               id of the published generation, with a checksum
//	index/gen-<id>/manifest.json
//	index/gen-<id>/…            the caller's files, read-only
//	index/tmp-gen-…, trash-gen-… unfinished work, removed by the next Begin
//
// The package refuses a second writer (LockedError), names that lead outside a
// generation, symlinks and devices as files, unclosed or failed files at Commit,
// and any file whose size or checksum differs from the manifest: Open then falls
// back to the previous generation and says so in Warnings. It never takes a
// damaged file over into a new generation. It knows nothing of what the files
// hold, and it does not repair: when nothing valid is left Open returns a
// DamagedError, and the caller builds the index anew (Begin works on a damaged
// directory).
//
// Writing, then reading:
//
//	w, err := store.Begin(ctx, dir)
//	if err != nil {
//		return err
//	}
//	defer w.Close()
//	f, err := w.Create("vectors.bin")
//	… write, f.Close() …
//	written, err := w.Commit(ctx, store.Meta{Embedder: "hash-256"})
//	… written.Close() …
//
//	g, err := store.Open(dir)
//	if err != nil {
//		return err
//	}
//	defer g.Close()
//	vectors, err := g.Map("vectors.bin")
package store
