package embed

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"ask/embed/remote"

	openai "github.com/sashabaranov/go-openai"
	"golang.org/x/sync/errgroup"
)

// OpenAIOptions says which server to ask and how. BaseURL and Model are required.
type OpenAIOptions struct {
	BaseURL     string        // with the version path, such as https://api.openai.com/v1
	Key         string        // sent as bearer token; empty: no Authorization header
	Model       string        // as the server names it
	Dimensions  int           // asked of the server and demanded of its answer; 0: omitted
	Batch       int           // texts per request, default 10
	QueryPrefix string        // put before questions by EmbedQuery
	HTTPClient  *http.Client  // copied; default: 5 s to connect, 60 s to the first byte
	MaxRetries  int           // after the first try, default 4; negative: none
	Timeout     time.Duration // per request, default 60 s
	Concurrency int           // requests at a time, default 4
	AllowHTTP   bool          // plain HTTP also to hosts that are not this machine
}

func (o OpenAIOptions) withDefaults() OpenAIOptions {
	o.Key = strings.TrimSpace(o.Key)
	if o.Batch <= 0 {
		o.Batch = 10
	}
	o.MaxRetries = max(0, cmp.Or(o.MaxRetries, 4))
	if o.Timeout <= 0 {
		o.Timeout = 60 * time.Second
	}
	if o.Concurrency <= 0 {
		o.Concurrency = 4
	}
	return o
}

// OpenAI is an Embedder over any server that speaks OpenAI's embeddings protocol. It may
// be used from several goroutines. The HTTP calls are made through
// github.com/sashabaranov/go-openai, whose types do not leave this file.
type OpenAI struct {
	opt    OpenAIOptions
	host   string
	client *openai.Client
	dim    atomic.Int64 // length of all vectors, 0 until the first answer
	pause  func(ctx context.Context, d time.Duration) error
	now    func() time.Time
	guard  remote.Breaker // of EmbedQuery
}

// NewOpenAI checks opt without asking the server. Its errors name the option at fault and
// never hold the key.
func NewOpenAI(opt OpenAIOptions) (*OpenAI, error) {
	opt = opt.withDefaults()
	base, err := remote.Base(opt.BaseURL, opt.AllowHTTP)
	if err != nil {
		return nil, fmt.Errorf("embed: base URL: %w", err)
	}
	if opt.Model == "" {
		return nil, errors.New("embed: model name is missing")
	}
	if opt.Dimensions < 0 || opt.Dimensions > maxCacheDim {
		return nil, fmt.Errorf("embed: dimensions %d are out of range", opt.Dimensions)
	}
	if strings.ContainsFunc(opt.Key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("embed: key holds spaces or characters that HTTP cannot carry")
	}
	config := openai.DefaultConfig(opt.Key)
	config.BaseURL = base.String()
	config.HTTPClient = newWire(opt.HTTPClient, replyCap(opt.Batch, opt.Dimensions))
	o := &OpenAI{opt: opt, host: base.Host, client: openai.NewClientWithConfig(config), pause: remote.Sleep, now: time.Now}
	o.dim.Store(int64(opt.Dimensions))
	return o, nil
}

// Identity is "openai:" and host, model, dimensions asked for (0: the model's own) and the
// first 8 hexadecimal digits of the SHA-256 of the query prefix. It never holds the key.
func (o *OpenAI) Identity() string {
	prefix := sha256.Sum256([]byte(o.opt.QueryPrefix))
	return fmt.Sprintf("openai:%s/%s/%d/%x", o.host, url.PathEscape(o.opt.Model), o.opt.Dimensions, prefix[:4])
}

// BatchSize is the number of texts that keeps all connections busy once; a Cache asks for
// that many at a time.
func (o *OpenAI) BatchSize() int { return o.opt.Batch * o.opt.Concurrency }

// Embed gives one unit vector per text, in order, all of one length. The texts go out in
// batches, Concurrency at a time; the first error cancels the rest. Every error is an
// *Error, ctx's own among them (errors.Is sees through).
func (o *OpenAI) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	var done atomic.Int64
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(o.opt.Concurrency)
	for lo := 0; lo < len(texts) && gctx.Err() == nil; lo += o.opt.Batch {
		hi := min(lo+o.opt.Batch, len(texts))
		g.Go(func() error {
			vectors, err := o.batch(gctx, texts[lo:hi], o.opt.MaxRetries)
			if err != nil {
				return err
			}
			copy(out[lo:hi], vectors)
			done.Add(int64(hi - lo))
			return nil
		})
	}
	err := g.Wait()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, o.report(err, int(done.Load()), len(texts))
	}
	return out, nil
}

// EmbedQuery gives the vector of a question, with QueryPrefix before it. A person waits for
// it, so it is retried at most twice, and after five failed questions in a row the server
// is not asked for 30 s. Its errors are as Embed's.
func (o *OpenAI) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	if o.guard.Rest(o.now()) > 0 {
		return nil, o.report(errResting, 0, 1)
	}
	vectors, err := o.batch(ctx, []string{o.opt.QueryPrefix + text}, min(o.opt.MaxRetries, 2))
	o.note(ctx, err, o.now())
	if err != nil {
		return nil, o.report(err, 0, 1)
	}
	return vectors[0], nil
}

// batch embeds at most Batch texts; a batch the server finds too large is halved once.
func (o *OpenAI) batch(ctx context.Context, texts []string, retries int) ([][]float32, error) {
	vectors, err := o.retry(ctx, texts, retries)
	if err == nil || len(texts) < 2 || !tooLarge(err) {
		return vectors, err
	}
	half := len(texts) / 2
	first, err := o.retry(ctx, texts[:half], retries)
	if err != nil {
		return nil, err
	}
	second, err := o.retry(ctx, texts[half:], retries)
	if err != nil {
		return nil, err
	}
	return append(first, second...), nil
}

// retry makes one request, again after failures that may pass.
func (o *OpenAI) retry(ctx context.Context, texts []string, retries int) ([][]float32, error) {
	for try := 0; ; try++ {
		vectors, err := o.request(ctx, texts)
		if err == nil || try >= retries || !passing(ctx, err) {
			return vectors, err
		}
		wait, ok := waitFor(ctx, err, try, time.Now())
		if !ok {
			return nil, err
		}
		if stop := o.pause(ctx, wait); stop != nil {
			return nil, fmt.Errorf("%w while waiting after: %w", stop, err)
		}
	}
}

// request makes one HTTP request and checks its answer.
func (o *OpenAI) request(ctx context.Context, texts []string) ([][]float32, error) {
	ctx, cancel := context.WithTimeout(ctx, o.opt.Timeout)
	defer cancel()
	reply, err := o.client.CreateEmbeddings(ctx, openai.EmbeddingRequestStrings{
		Input: sendable(texts), Model: openai.EmbeddingModel(o.opt.Model), Dimensions: o.opt.Dimensions,
	})
	if err != nil {
		return nil, o.translate(err, reply.Header())
	}
	out := make([][]float32, len(texts))
	if len(reply.Data) != len(texts) {
		return nil, &badReply{fmt.Sprintf("%d vectors for %d texts", len(reply.Data), len(texts))}
	}
	for _, item := range reply.Data {
		if item.Index < 0 || item.Index >= len(out) || out[item.Index] != nil {
			return nil, &badReply{fmt.Sprintf("index %d is repeated or out of range", item.Index)}
		}
		if err := o.checkVector(item.Embedding); err != nil {
			return nil, err
		}
		out[item.Index] = item.Embedding
	}
	return out, nil
}

// checkVector refuses what must not enter an index and scales the rest to length 1.
func (o *OpenAI) checkVector(vector []float32) error {
	want := int64(len(vector))
	if len(vector) == 0 {
		return &badReply{"an empty vector"}
	}
	if !o.dim.CompareAndSwap(0, want) && o.dim.Load() != want {
		return fmt.Errorf("%w: %d, not %d", ErrDimension, want, o.dim.Load())
	}
	if !normalise(vector) {
		return &badReply{"a vector that is zero or not finite"}
	}
	return nil
}

// translate turns the SDK's errors into ours, with the key removed.
func (o *OpenAI) translate(err error, header http.Header) error {
	var flat *openai.RequestError // such as vLLM's, without an "error" object
	var full *openai.APIError
	switch {
	case errors.As(err, &full):
		text := full.Message
		if code, ok := full.Code.(string); ok {
			text += " (" + code + ")"
		}
		return o.status(full.HTTPStatusCode, text, header)
	case errors.As(err, &flat):
		return o.status(flat.HTTPStatusCode, flatMessage(flat.Body), header)
	}
	return o.clean(err)
}

func (o *OpenAI) status(code int, text string, header http.Header) error {
	return &statusError{code: code, text: short(scrub(text, o.opt.Key)), retryAfter: header.Get("Retry-After")}
}
