// Package embed turns texts into vectors.
//
// It holds two embedders and a cache:
//
//   - [LSA] learns a vector space from the user's own passages by latent semantic
//     analysis. It needs no network, no key and no shipped weights, and gives the same
//     bytes for the same input on every run.
//   - [OpenAI] asks any server that speaks OpenAI's embeddings protocol.
//   - [Cache] keeps what an [Embedder] has answered in one append-only file, so that a
//     re-run, also after a crash, pays only for new texts.
//
// Every vector handed out has length 1 (L2), and every embedder has an Identity: vectors
// of two identities must never be compared.
//
// The package refuses: vectors that hold NaN or infinity or are zero, a reply with the
// wrong number of vectors or another dimension than before, plain HTTP to a host that is
// not this machine (unless allowed), redirects to another host, replies beyond a size cap,
// and damaged basis files. It does not read the environment, does not log, and never
// writes a key into an error.
//
// One use:
//
//	lsa := embed.NewLSA(embed.LSAOptions{})
//	if err := lsa.Learn(ctx, passages); err != nil { // passages are token lists
//		return err
//	}
//	vectors, err := lsa.EmbedTokens(ctx, passages)
package embed
