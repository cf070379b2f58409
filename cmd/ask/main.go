// Command ask answers questions from your own documents, with citations that can be
// checked byte for byte. See `ask help`, or doc.go of packages retrieve and bot for how.
//
// It refuses what it cannot show: without evidence it says so and exits with 4. It does
// not read the environment or exit anywhere but here and in run.go.
//
//	ask --docs notes "谁在领导千问?"
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	os.Exit(start())
}

// start runs the program until it is done or interrupted. A second interrupt ends the
// process at once.
func start() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv)
}
