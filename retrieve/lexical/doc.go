// Package lexical is the inverted index: bleve's scorch holds the postings, BM25 over
// them is counted here.
//
// A passage is indexed as three fields: its words, its bigrams, and the pinyin keys of
// the names in it. Scoring walks the postings once and yields exact scores for every
// passage and field, which a bleve query does not: it would give the best k of one
// field, and the ranking wants both fields' scores of every candidate. It refuses to
// write into a published index: Builder makes one, Update changes a copy, Open reads.
//
//	b, err := lexical.NewBuilder(dir, scratch)
//	err = b.Add(key, terms)
//	err = b.Close()
//	ix, err := lexical.Open(dir, ordinals, lengths)
//	scores, err := ix.Score(ctx, lexical.Words, terms, lexical.BM25{K1: .5, B: .4})
package lexical

// Field names a field of the index.
type Field string

// The fields of a passage.
const (
	Words   Field = "w"
	Bigrams Field = "b"
	Names   Field = "p"
)

// Terms are the terms of one passage with their counts, by field.
type Terms map[Field]map[string]int
