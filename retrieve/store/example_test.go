package store_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"

	"ask/retrieve/store"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "index")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := write(ctx, dir); err != nil {
		log.Fatal(err)
	}
	g, err := store.Open(dir)
	if err != nil {
		log.Fatal(err)
	}
	defer g.Close()
	vectors, err := g.Map("vectors.bin")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s by %s, warnings %q\n", vectors, g.Meta().Embedder, g.Warnings())
	// Output: 0.1 0.2 by hash-256, warnings []
}

func write(ctx context.Context, dir string) error {
	w, err := store.Begin(ctx, dir)
	if err != nil {
		return err
	}
	defer w.Close()
	f, err := w.Create("vectors.bin")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(f, "0.1 0.2"); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	g, err := w.Commit(ctx, store.Meta{Embedder: "hash-256"})
	if err != nil {
		return err
	}
	return g.Close()
}
