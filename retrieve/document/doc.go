// Package document reads files people keep (Markdown, HTML, plain text, JSONL,
// in UTF-8, UTF-16 or GB18030) into clean text with title, date, publisher, URL and
// kind. It refuses what it cannot read (binary, oversized, vanished) with a reason
// and never lets a document raise its own standing.
package document
