package retrieve

import (
	"errors"
	"time"

	"ask/retrieve/corpus"
	"ask/retrieve/document"
	"ask/retrieve/passage"
	"ask/retrieve/question"
	"ask/retrieve/rank"
)

// Config says what to index and where.
type Config struct {
	// Docs are the roots: folders or single files.
	Docs []string
	// Dir is the index directory.
	Dir string
	// CacheDir takes unpacked dictionaries and the embedding cache.
	CacheDir string
	// UserDict is a jieba user dictionary, RulesFile the operator's rules on kinds;
	// both optional.
	UserDict, RulesFile string
	// Exactly one of Embedder and Learner is set.
	Embedder Embedder
	Learner  Learner
	Passages passage.Options
	// MaxBytes bounds one file, 0 for the default of package document.
	MaxBytes int64
	Now      time.Time
	// Force rebuilds everything.
	Force bool
	// Progress is called as stages advance, at most a few hundred times; it may be nil.
	Progress func(Progress)
}

// Progress is how far a stage of indexing has come. Total is 0 while unknown.
type Progress struct {
	Stage       string // "read", "words", "states", "vectors", "lexical", "publish"
	Done, Total int
}

// Errors that callers tell apart.
var (
	// ErrEmbedder: the index was built with another embedder.
	ErrEmbedder = errors.New("the index was built with another embedder")
	// ErrNoDocuments: nothing readable was found.
	ErrNoDocuments = errors.New("no readable documents")
)

// Report says what Sync found and did.
type Report struct {
	Generation string
	// Changed is false when the published index was already up to date.
	Changed bool
	// Documents and Passages are totals of the index; Added, Updated, Unchanged and
	// Deleted count documents against the previous generation.
	Documents, Passages                int
	Added, Updated, Unchanged, Deleted int
	Bytes                              int64 // of clean text
	Skipped                            []document.Skip
	Removed                            map[string]document.Removal // by What: totals
	Dates                              map[document.DateSource]int // "" for undated
	Kinds                              map[document.Kind]int
	NewWords                           []string // found in this corpus
	Embedder                           string
	Embedded                           int // texts sent to the embedder
	Warnings                           []string
	Took                               time.Duration
}

// OpenOptions say how to open an index; the zero value searches without vectors.
type OpenOptions struct {
	Embedder Embedder
	Learner  Learner
}

// Query is a question with its filters. Dates are "YYYY", "YYYY-MM" or "YYYY-MM-DD",
// inclusive; a document without a date passes no date filter but AsOf.
type Query struct {
	Text         string
	K            int // passages wanted, 10 if 0
	Since, Until string
	AsOf         string
	Kinds        []document.Kind
	Documents    []string // IDs, or prefixes ending in "/"
	// Exclude are IDs of documents to leave out, for measuring what the rest yields.
	Exclude []string
	// PerDocument bounds passages of one document among the hits: 0 means 2, negative
	// means no bound.
	PerDocument int
	// Trace asks for Result.Trace, which costs time.
	Trace bool
}

// Result is what Search found, best first.
type Result struct {
	Question *question.Question
	// Time is which time the question was taken to ask about.
	Time    question.Time
	Hits    []Hit
	Signals Signals
	Timing  Timing
	// Terms are the question's words and grams as far as the index holds them.
	Terms []Term
	Trace *Trace // nil unless asked for
}

// Term is a word or gram of the question with its inverse document frequency.
type Term struct {
	Text string
	IDF  float64
	// Passages is how many passages hold it.
	Passages int
	// Synonyms are indexed words that count for it.
	Synonyms []string
}

// Hit is one passage with why it ranks where it does.
type Hit struct {
	Document document.Document // without Text, Removed
	// Ordinal of passage and document in the index.
	Passage, Doc uint32
	// Text is the passage: the stored document text at [Start:End].
	Text       string
	Start, End int
	Heading    string
	Score      float64
	// Ranks are 1-based, 0 where the leg did not find the passage.
	LexicalRank, DenseRank int
	Explain                rank.Explanation
	// Copies are other documents that hold nearly the same passage.
	Copies []string
	// Superseded is the document that holds in this passage's stead at the time asked
	// about, empty if there is none among the candidates.
	Superseded string

	// Tags are what the indexer recognised in Text.
	Tags []corpus.Tag

	simhash uint64
}

// Signals are what the refusal gate looks at besides the hits.
type Signals struct {
	// Candidates is how many passages matched at all.
	Candidates int
	// Unknown are names, years, numbers and rare words of the question that no
	// document of the index holds.
	Unknown []string
	// Absent are ordinary words of the question that neither stand in any document
	// nor have a synonym there: a paraphrase, or what the documents do not speak of.
	Absent []string
	// Exact are years, decimals, article numbers and model names of the question,
	// folded: passages that answer it must hold them.
	Exact []string
}

// Timing is where the time went.
type Timing struct{ Lexical, Dense, Rank time.Duration }
