package retrieve

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"ask/retrieve/corpus"
	"ask/retrieve/lexical"
	"ask/retrieve/segment"
	"ask/retrieve/store"
	"ask/retrieve/text"
)

// The files of a generation, besides those of package corpus and of bleve.
const (
	fileInputs   = "inputs.tsv"
	fileStats    = "stats.json"
	fileOrdinals = "ordinals.dat"
	fileChars    = "chars.dat"
	fileVectors  = "vectors.dat"
	fileLearned  = "learned.dat"
	dirLexical   = "lexical"
)

// stats are the small numbers and lists that go with a generation.
type stats struct {
	Words, Grams float64          // mean lengths of the fields
	NextKey      uint32           // for new passages
	Learned      int              // passages the embedder learned from
	Lexicon      map[string]uint8 // words of this corpus, with their tags
}

// rebuildShare is the share of new passages from which everything is indexed anew: the
// words and vectors learned from the corpus have drifted by then, and one merged
// segment is faster to search than many.
const rebuildShare = 0.25

// publish writes the new generation and swings to it.
func (s *syncer) publish(ctx context.Context) (string, error) {
	jieba, err := segment.LoadJieba(s.cfg.CacheDir, s.cfg.UserDict)
	if err != nil {
		return "", fmt.Errorf("load dictionary: %w", err)
	}
	defer jieba.Close()
	st, whole, err := s.plan()
	if err != nil {
		return "", err
	}
	if err := s.findStates(ctx); err != nil {
		return "", fmt.Errorf("find statements: %w", err)
	}
	if err := s.cutWords(ctx, jieba, &st, whole); err != nil {
		return "", err
	}
	if err := s.embed(ctx, &st, whole); err != nil {
		return "", err
	}
	s.progress("lexical", 0, 1)
	if err := s.index(ctx, jieba, &st, whole); err != nil {
		return "", err
	}
	s.progress("publish", 0, 1)
	if err := s.writeTables(&st); err != nil {
		return "", err
	}
	gen, err := s.w.Commit(ctx, store.Meta{
		Embedder: s.identity(), Created: s.taken,
		Values: map[string]string{"settings": s.settings, "documents": strconv.Itoa(len(s.drafts)), "passages": strconv.Itoa(s.passages())},
	})
	if err != nil {
		return "", fmt.Errorf("publish index: %w", err)
	}
	defer gen.Close()
	return gen.ID(), nil
}

// restamp publishes the previous generation again with the files' stamps as they are
// now: those it has are too young to be trusted, and its readers would look into the
// files for ever.
func (s *syncer) restamp(ctx context.Context) (string, error) {
	for _, f := range s.prev.Files() {
		if f.Name == fileInputs {
			continue
		}
		if err := s.w.Link(s.prev, f.Name); err != nil {
			return "", fmt.Errorf("take over %s: %w", f.Name, err)
		}
	}
	if err := s.write(fileInputs, encodeInputs(s.taken, s.newInputs)); err != nil {
		return "", err
	}
	gen, err := s.w.Commit(ctx, s.prev.Meta())
	if err != nil {
		return "", fmt.Errorf("publish index: %w", err)
	}
	defer gen.Close()
	return gen.ID(), nil
}

// plan decides whether the previous generation's words and postings are built on.
func (s *syncer) plan() (st stats, whole bool, err error) {
	st.Lexicon = map[string]uint8{}
	if s.prev == nil {
		return st, true, nil
	}
	data, err := s.prev.Map(fileStats)
	if err != nil {
		return st, true, fmt.Errorf("read previous index: %w", err)
	}
	if err := json.Unmarshal(data, &st); err != nil {
		return st, true, fmt.Errorf("read previous index: %w", err)
	}
	fresh := 0
	for p := range s.each {
		if p.old < 0 {
			fresh++
		}
	}
	if s.cfg.Learner != nil && !s.learned() {
		fresh = s.passages() // learning needs the words of all passages
	}
	gone := max(0, s.table.Len()-(s.passages()-fresh))
	whole = float64(fresh+gone) > rebuildShare*float64(s.passages())
	if whole {
		// Keys stay with the passages that are taken over, so counting goes on.
		st = stats{Lexicon: map[string]uint8{}, NextKey: st.NextKey}
	}
	return st, whole, nil
}

// each yields the passages of all drafts in order of their ordinals.
func (s *syncer) each(yield func(*draftPassage, *draft) bool) {
	for _, d := range s.drafts {
		for i := range d.passages {
			if !yield(&d.passages[i], d) {
				return
			}
		}
	}
}

// cutWords cuts the new passages into words (all of them if whole), finds the corpus's
// own words and joins them.
func (s *syncer) cutWords(ctx context.Context, jieba *segment.Jieba, st *stats, whole bool) error {
	discover := segment.NewDiscover()
	done, total := 0, s.passages()
	for p, d := range s.each {
		if done++; done%64 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			s.progress("words", done, total)
		}
		if p.old < 0 || whole {
			p.words = jieba.Cut(text.Fold(d.quote(p)))
			discover.Add(p.words)
		}
	}
	lex := segment.Lexicon{}
	for w, t := range st.Lexicon {
		lex[w] = segment.Tag(t)
	}
	for w, t := range discover.Words() {
		if _, ok := lex[w]; !ok {
			s.report.NewWords = append(s.report.NewWords, w)
		}
		lex[w] = t
		st.Lexicon[w] = uint8(t)
	}
	var runes []rune
	var offsets []int32
	var grams []text.Gram
	for p, d := range s.each {
		if p.words == nil {
			continue
		}
		p.words = lex.Join(p.words)
		runes, offsets = text.FoldRunes(d.quote(p), runes[:0], offsets[:0])
		p.tags = tagsOf(p.words, offsets)
		grams = text.Grams(runes, grams[:0])
		p.Simhash = simhash(grams)
		if p.old < 0 {
			p.Key = st.NextKey
			st.NextKey++
		}
	}
	return nil
}

// index writes the lexical index: wholly new, or the previous one with what changed.
func (s *syncer) index(ctx context.Context, jieba *segment.Jieba, st *stats, whole bool) error {
	lex := segment.Lexicon{}
	for w, t := range st.Lexicon {
		lex[w] = segment.Tag(t)
	}
	counter := newTermCounter(jieba, lex)
	terms := func(p *draftPassage, d *draft) lexical.Terms {
		t, words, grams := counter.terms(d.title(p), d.quote(p), p.words)
		p.Words, p.Grams = uint32(words), uint32(grams)
		return t
	}
	dir := s.w.Path(dirLexical)
	var err error
	if whole {
		err = s.indexWhole(ctx, dir, terms)
	} else {
		err = s.indexChanges(ctx, dir, terms)
	}
	if err != nil {
		return err
	}
	s.meanLengths(st)
	return s.writeOrdinals(dir)
}

func (s *syncer) indexWhole(ctx context.Context, dir string, terms func(*draftPassage, *draft) lexical.Terms) error {
	bytes := 0
	for p := range s.each {
		bytes += int(p.End - p.Start)
	}
	// A passage has about half as many terms as bytes: a bigram a character, a word
	// every second.
	b, err := lexical.NewBuilder(dir, s.w.Path("scratch"), bytes/2/max(1, s.passages()))
	if err != nil {
		return err
	}
	done, total := 0, s.passages()
	for p, d := range s.each {
		if done++; done%64 == 0 {
			s.progress("lexical", done, total)
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if err := b.Add(p.Key, terms(p, d)); err != nil {
			return err
		}
	}
	return b.Close()
}

func (s *syncer) indexChanges(ctx context.Context, dir string, terms func(*draftPassage, *draft) lexical.Terms) error {
	for _, f := range s.prev.Files() {
		if err := s.copyLexical(f.Name); err != nil {
			return err
		}
	}
	u, err := lexical.Update(dir)
	if err != nil {
		return err
	}
	defer u.Abort()
	kept := make([]bool, s.table.Len())
	for p, d := range s.each {
		if p.old >= 0 {
			kept[p.old] = true
			continue
		}
		u.Add(p.Key, terms(p, d))
	}
	for i, k := range kept {
		if k {
			continue
		}
		p, err := s.table.Passage(uint32(i))
		if err != nil {
			return fmt.Errorf("read previous index: %w", err)
		}
		u.Delete(p.Key)
	}
	return u.Close(ctx)
}

// copyLexical takes one of bleve's files over: segments are never written again and
// can be shared, the root is rewritten.
func (s *syncer) copyLexical(name string) error {
	if !strings.HasPrefix(name, dirLexical+"/") {
		return nil
	}
	carry := s.w.Copy
	if strings.HasSuffix(name, ".zap") {
		carry = s.w.Link
	}
	if err := carry(s.prev, name); err != nil {
		return fmt.Errorf("take over %s: %w", name, err)
	}
	return nil
}

// meanLengths counts BM25's mean field lengths.
func (s *syncer) meanLengths(st *stats) {
	st.Words, st.Grams = 0, 0
	n := 0.0
	for p := range s.each {
		st.Words += float64(p.Words)
		st.Grams += float64(p.Grams)
		n++
	}
	st.Words, st.Grams = st.Words/max(n, 1), st.Grams/max(n, 1)
}

// writeOrdinals stores which of bleve's documents is which passage.
func (s *syncer) writeOrdinals(dir string) error {
	ordinal := make(map[uint32]uint32, s.passages())
	for p := range s.each {
		if _, twice := ordinal[p.Key]; twice {
			return fmt.Errorf("two passages have the key %d", p.Key)
		}
		ordinal[p.Key] = uint32(len(ordinal))
	}
	ords, err := lexical.ReadOrdinals(dir, ordinal)
	if err != nil {
		return err
	}
	var b []byte
	for _, o := range ords {
		b = binary.LittleEndian.AppendUint32(b, o)
	}
	return s.write(fileOrdinals, b)
}

func (s *syncer) write(name string, data []byte) error {
	f, err := s.w.Create(name)
	if err != nil {
		return fmt.Errorf("create %s: %w", name, err)
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("close %s: %w", name, err)
	}
	return nil
}

// writeTables stores everything that is not an index.
func (s *syncer) writeTables(st *stats) error {
	b := corpus.NewBuilder()
	for _, d := range s.drafts {
		ps, tags := make([]corpus.Passage, len(d.passages)), make([][]corpus.Tag, len(d.passages))
		for i, p := range d.passages {
			ps[i], tags[i] = p.Passage, p.tags
		}
		b.Add(d.meta, d.text, ps, tags)
	}
	if err := b.Write(func(name string) (io.WriteCloser, error) { return s.w.Create("corpus/" + name) }); err != nil {
		return err
	}
	data, err := json.Marshal(st)
	if err != nil {
		return fmt.Errorf("encode statistics: %w", err)
	}
	if err := s.write(fileStats, data); err != nil {
		return err
	}
	if err := s.write(fileChars, s.charTable()); err != nil {
		return err
	}
	if err := s.writeStates(); err != nil {
		return err
	}
	return s.write(fileInputs, encodeInputs(s.taken, s.newInputs))
}
