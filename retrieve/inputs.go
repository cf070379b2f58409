package retrieve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"ask/retrieve/document"
)

// input is one file the index was made from, with what tells whether it changed.
type input struct {
	root, rel string
	stamp     stamp
	sum       [32]byte // SHA-256 of the bytes that were parsed
	skips     []document.Skip
}

// stamp is what the file system says of a file. Equal stamps mean equal content unless
// somebody set every clock back: the change time cannot be set by hand.
type stamp struct {
	size, mtime, ctime int64 // times in nanoseconds
	inode              uint64
}

// racy is how long a stamp is not trusted after the file changed: a second write
// within the file system's clock tick would leave it as it was.
const racy = 2 * time.Second

func stampOf(path string) (stamp, error) {
	st, err := os.Stat(path)
	if err != nil {
		return stamp{}, err
	}
	s := stamp{size: st.Size(), mtime: st.ModTime().UnixNano()}
	s.ctime, s.inode = changeTime(st)
	return s, nil
}

// settled reports whether s was old enough at the time taken to be trusted later.
func (s stamp) settled(taken time.Time) bool {
	limit := taken.Add(-racy).UnixNano()
	return s.mtime < limit && s.ctime < limit
}

// found is a file of the roots as it is now.
type found struct {
	root  string
	src   document.Source
	stamp stamp
}

// scan lists the files of all roots.
func scan(ctx context.Context, cfg Config) (files []found, skips []document.Skip, err error) {
	for _, root := range cfg.Docs {
		sources, skipped, err := document.Walk(ctx, root, cfg.parseOptions(nil))
		if err != nil {
			return nil, nil, fmt.Errorf("read documents: %w", err)
		}
		skips = append(skips, skipped...)
		for _, s := range sources {
			st, err := stampOf(s.Path)
			if err != nil {
				skips = append(skips, document.Skip{Path: s.Rel, Reason: "vanished"})
				continue
			}
			files = append(files, found{root, s, st})
		}
	}
	return files, skips, nil
}

func (c Config) parseOptions(rules *document.Rules) document.Options {
	return document.Options{MaxBytes: c.MaxBytes, Now: c.Now, Rules: rules}
}

// Inputs are stored as lines: fields separated by tabs, texts quoted as Go strings.

func encodeInputs(taken time.Time, in []input) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "taken\t%d\n", taken.UnixNano())
	for _, f := range in {
		fmt.Fprintf(&b, "file\t%q\t%q\t%d\t%d\t%d\t%d\t%x\n", f.root, f.rel, f.stamp.size, f.stamp.mtime, f.stamp.ctime, f.stamp.inode, f.sum)
		for _, s := range f.skips {
			fmt.Fprintf(&b, "skip\t%q\t%q\n", s.Path, s.Reason)
		}
	}
	return b.Bytes()
}

func decodeInputs(data []byte) (taken time.Time, in []input, err error) {
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		f := strings.Split(sc.Text(), "\t")
		switch {
		case f[0] == "taken" && len(f) == 2:
			ns, perr := strconv.ParseInt(f[1], 10, 64)
			taken, err = time.Unix(0, ns), perr
		case f[0] == "file" && len(f) == 8:
			var one input
			one, err = decodeInput(f[1:])
			in = append(in, one)
		case f[0] == "skip" && len(f) == 3 && len(in) > 0:
			err = decodeSkip(f[1:], &in[len(in)-1])
		default:
			err = fmt.Errorf("unknown line")
		}
		if err != nil {
			return taken, nil, fmt.Errorf("inputs line %d: %w", n, err)
		}
	}
	return taken, in, sc.Err()
}

func decodeInput(f []string) (in input, err error) {
	if in.root, err = strconv.Unquote(f[0]); err != nil {
		return in, err
	}
	if in.rel, err = strconv.Unquote(f[1]); err != nil {
		return in, err
	}
	for i, dst := range []*int64{&in.stamp.size, &in.stamp.mtime, &in.stamp.ctime} {
		if *dst, err = strconv.ParseInt(f[2+i], 10, 64); err != nil {
			return in, err
		}
	}
	if in.stamp.inode, err = strconv.ParseUint(f[5], 10, 64); err != nil {
		return in, err
	}
	sum, err := hex.DecodeString(f[6])
	if err != nil || len(sum) != len(in.sum) {
		return in, fmt.Errorf("bad sum %q", f[6])
	}
	copy(in.sum[:], sum)
	return in, nil
}

func decodeSkip(f []string, in *input) error {
	path, err := strconv.Unquote(f[0])
	if err != nil {
		return err
	}
	reason, err := strconv.Unquote(f[1])
	if err != nil {
		return err
	}
	in.skips = append(in.skips, document.Skip{Path: path, Reason: reason})
	return nil
}

// key identifies an input across runs.
func inputKey(root, rel string) string { return filepath.Clean(root) + "\x00" + rel }
