//go:build !unix

package main

import "os"

// peakOf is 0: this system does not tell.
func peakOf(*os.ProcessState) int64 { return 0 }

// ownPeak is 0: this system does not tell.
func ownPeak() int64 { return 0 }
