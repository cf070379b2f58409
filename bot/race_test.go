//go:build race

package bot_test

// underRace tests ask fewer questions: the race detector makes them ten times slower.
const underRace = true
