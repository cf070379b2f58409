// Package eval measures retrieval and answers on questions with known answers: each
// leg and each feature of the ranking in a row of its own, what the chosen sentences
// hold, whether every citation is verbatim, and whether the tool refuses where it
// should. It refuses questions without the fields it needs, by line.
//
//	qs, err := eval.Read(file)
//	report, err := eval.Run(ctx, eval.Config{Index: ix, Answerer: a, Questions: qs})
//	report.WriteTable(os.Stdout)
package eval
