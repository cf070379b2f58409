package eval

// Report is what Run measured.
type Report struct {
	Questions  int      `json:"questions"`
	Answerable int      `json:"answerable"`
	Generation string   `json:"index_generation"`
	Embedder   string   `json:"embedder"`
	Passages   int      `json:"passages"`
	Flags      []string `json:"flags"`
	// Rankings hold one row a leg and one a feature, each added to the ones above it.
	Rankings  []*Ranking `json:"rankings"`
	Answers   Answers    `json:"answers"`
	Citations Citations  `json:"citations"`
	Refusal   Refusal    `json:"refusal"`
	// Written is about answers in a model's words, nil if there are none.
	Written *Written         `json:"written,omitempty"`
	Latency Latency          `json:"latency_ms"`
	Kinds   map[string]*Kind `json:"kinds,omitempty"`
	// Versions are by kind of question.
	Versions map[string]*Versions `json:"versions,omitempty"`
	// Changes are about time, disagreement and rumours, nil if no question is.
	Changes *Changes `json:"changes,omitempty"`
	// Failures are up to 20 questions whose answer does not hold what it should.
	Failures []Failure `json:"failures"`
}

// Answers is what the answers to answerable questions hold.
type Answers struct {
	// Containment is the share whose quotes hold a gold answer, refusals counted as
	// not; OneSentence the same for the first-ranked sentence alone.
	Containment float64 `json:"containment"`
	Runes       float64 `json:"mean_runes"`
	N           int     `json:"n"`
}

// Citations are checked against the stored text: a quote is verbatim if the bytes at
// its offsets are the quote.
type Citations struct {
	N        int `json:"n"`
	Verbatim int `json:"verbatim"`
	// Precision is the share of citations from a relevant document; quotes are always
	// their own support (trust.md, C12).
	Precision float64 `json:"precision"`
	// Recall is the share of answered questions with a citation from a relevant one.
	Recall float64 `json:"recall"`
	// States counts quotes by status, Unsupported the numbers in an answer that no
	// quote holds.
	States      map[string]int `json:"states"`
	Unsupported int            `json:"unsupported_numbers"`
}

// Refusal is how well refusing tells questions without an answer from others.
type Refusal struct {
	Unanswerable int `json:"unanswerable"`
	// Precision is the share of refusals that were right, Recall the share of
	// unanswerable questions refused, FalseRate the share of answerable ones refused.
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	FalseRate float64 `json:"false_refusals"`
	// AUROC of the score behind the decision, over this file's questions.
	AUROC float64 `json:"auroc"`
	// Removed are questions asked again with every document that answers them left
	// out.
	Removed Removed `json:"answers_removed"`
	// Cut are the same questions with only the answering sentences taken out of the
	// passages.
	Cut Removed `json:"sentences_removed"`
	// Threshold is the score below which the answerer refuses, Curve what others would
	// do: over the unanswerable questions, or without any over the removed ones.
	Threshold float64 `json:"threshold"`
	Curve     []Point `json:"curve,omitempty"`
}

// Removed is refusal measured on answerable questions robbed of their answer.
type Removed struct {
	N       int     `json:"n"`
	AUROC   float64 `json:"auroc"`
	Refused float64 `json:"refused"`
}

// Latency is per question, retrieval and composition without opening the index.
type Latency struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
}

// Kind is the share of a kind of question answered as it should be.
type Kind struct {
	N     int     `json:"n"`
	Right int     `json:"right"`
	Share float64 `json:"share"`
}

// Failure is one wrong answer, for reading.
type Failure struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Want     string `json:"want"`
	Got      string `json:"got"`
}
