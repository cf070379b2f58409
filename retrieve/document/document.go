package document

// Document is one readable source after cleaning. Text is valid UTF-8, and every
// byte range the tool ever reports (passages, quotes, headings) indexes into it.
type Document struct {
	// ID is the path relative to the root it was found under, slash separated;
	// a record of a JSONL file is "file.jsonl#id".
	ID string
	// Title, URL and Publisher are empty when the source does not give them.
	Title     string
	URL       string
	Publisher string
	// Date is the publication date, zero when none was found.
	Date Date
	Kind Kind
	// Rumour is set when the source says of itself that it passes on a rumour or
	// is a joke.
	Rumour bool
	// Text is the clean visible text. Paragraphs are separated by "\n".
	Text string
	// Headings are the section titles inside Text, in order.
	Headings []Heading
	// Removed says what cleaning took away, for the index report.
	Removed []Removal
	// Warnings are plain sentences for the operator (a date in the future, …).
	Warnings []string
}

// Heading is a section title: Text[Start:End], at Level 1 (outermost) to 6.
type Heading struct {
	Level      int
	Start, End int
}

// Removal counts one sort of thing that cleaning removed from a document.
type Removal struct {
	What   string // "script", "image line", "share bar", "teasers", …
	Count  int
	Bytes  int
	Sample string // the first of them, cut to about 80 runes
}

// Date is a publication date with its precision and where it was found.
type Date struct {
	// Value is "YYYY-MM-DD", "YYYY-MM", "YYYY" or empty.
	Value string
	// Source is one of the DateFrom… values, empty when Value is.
	Source DateSource
}

// DateSource says where a publication date was found.
type DateSource string

// The places a publication date is taken from, in order of preference.
const (
	DateFromFrontMatter DateSource = "front_matter"
	DateFromMeta        DateSource = "meta"
	DateFromURL         DateSource = "url"
	DateFromText        DateSource = "text"
)

// Kind is the standing of a source.
type Kind string

// The kinds of contract.md, section 2.
const (
	Official    Kind = "official"
	News        Kind = "news"
	Blog        Kind = "blog"
	Social      Kind = "social"
	AIGenerated Kind = "ai_generated"
	Unknown     Kind = "unknown"
)
