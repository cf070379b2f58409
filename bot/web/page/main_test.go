package page_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ask/bot"
	"ask/bot/web"
	"ask/bot/web/page"
	"ask/embed"
	"ask/retrieve"
)

// shots is where tests leave pictures of the page for people to look at.
var shots = flag.String("shots", "", "folder to write pictures of the page to")

// scratch holds the browser's profile and the index.
var scratch string

func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "ask-page-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	scratch = dir
	code := m.Run()
	closeBrowser()
	os.RemoveAll(dir)
	os.Exit(code)
}

// corpus is the index of the project's own documents, made once.
var corpus = sync.OnceValues(func() (*web.Edition, error) {
	ctx := context.Background()
	cfg := retrieve.Config{
		Docs: []string{filepath.Join("..", "..", "..", "testdata", "corpus")}, Dir: filepath.Join(scratch, "corpus"), CacheDir: scratch,
		Learner: embed.NewLSA(embed.LSAOptions{}), Now: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
	}
	if _, err := retrieve.Sync(ctx, cfg); err != nil {
		return nil, err
	}
	ix, err := retrieve.Open(ctx, cfg.Dir, retrieve.OpenOptions{Learner: embed.NewLSA(embed.LSAOptions{})})
	if err != nil {
		return nil, err
	}
	quotes, err := bot.NewExtractive(ix)
	if err != nil {
		return nil, err
	}
	return &web.Edition{Index: ix, Models: []web.Model{{ID: web.ExtractiveID, Owner: "ask", Answerer: quotes}}}, nil
})

// listen serves the real door over the corpus, with the page.
func listen(t *testing.T, keys ...string) string {
	t.Helper()
	e, err := corpus()
	if err != nil {
		t.Fatal(err)
	}
	s, err := web.New(web.Config{Shelf: web.NewShelf(*e, slog.New(slog.DiscardHandler)), Page: page.Handler(), Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(s.Handler())
	t.Cleanup(ts.Close)
	return ts.URL
}
