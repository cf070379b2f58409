// Package segment cuts text into words: with jieba while indexing, and with nothing
// but the index's own vocabulary when a question is asked.
//
// Jieba costs half a second and 130 MB to load, so only the indexer makes one. A
// question is cut by Vocabulary: terms that are not in the index cannot match, hence
// the longest match over the indexed terms loses nothing (blocks.md has the figures).
// Words the dictionary splits but the corpus keeps together (new names) are found by
// Discover and joined by Lexicon.Join.
//
// It refuses text that is not folded (package text): everything here is compared
// byte for byte.
//
//	j, err := segment.LoadJieba(cacheDir, "")
//	words := j.Cut(text.Fold("林俊旸离开阿里"))
package segment
