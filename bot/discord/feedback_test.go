package discord

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ask/bot"
	"ask/bot/discord/discordtest"
)

func TestVotes(t *testing.T) {
	virtual(t, func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "feedback.jsonl")
		r := begin(t, quoting, func(c *Config, _ *discordtest.Server) { c.Feedback = file })
		m := r.Ask("渡口每天有几班船?").Wait(has("vote:up"))
		id := strings.SplitN(string(m.Components), "vote:up:", 2)[1]
		id, _, _ = strings.Cut(id, `"`)
		for _, vote := range []string{"up", "down"} {
			in := r.Click(m, idVote+vote+":"+id)
			in.Wait(has("已记录"))
			if _, _, ephemeral := in.Acked(); !ephemeral {
				t.Error("thanks are not ephemeral")
			}
		}
		r.Click(m, idVote+"up:of-another-run").Wait(has("已记录"))
		r.Click(m, idVote+"sideways:"+id).Wait(has("内部错误"))
		if err := os.WriteFile(file, append(mustRead(t, file), "{\"torn\n\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
		votes, damaged, err := ReadVotes(file)
		if err != nil || damaged != 1 || len(votes) != 1 {
			t.Fatalf("ReadVotes: %+v, %d damaged, %v", votes, damaged, err)
		}
		v := votes[0] // the last one, of an answer that was not kept: as the message shows it
		if v.Vote != "up" || v.User != discordtest.AskerID || v.Question != "渡口每天有几班船?" || v.Answer != "渡口恢复通航，每天开行十二班船。 [1]" {
			t.Errorf("vote: %+v", v)
		}
		var first Vote
		line, _, _ := strings.Cut(string(mustRead(t, file)), "\n")
		if err := json.Unmarshal([]byte(line), &first); err != nil || !slices.Equal(first.Documents, []string{county.ID}) || first.Mode != "extractive" {
			t.Errorf("first vote: %+v, %v", first, err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode: %v, %v", info.Mode(), err)
		}
	})
}

func mustRead(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestNoVotesUnlessWanted(t *testing.T) {
	virtual(t, func(t *testing.T) {
		r := begin(t, quoting, nil)
		m := r.Ask("渡口?").Wait(has("十二班船", idQuote))
		if has("vote:")(m) {
			t.Error("buttons to vote")
		}
		r.Click(m, idVote+"up:1").Wait(has("内部错误"))
	})
}

func TestBallotForgets(t *testing.T) {
	b := newBallot("")
	for i := range maxKept + 10 {
		b.keep(&request{id: strconv.Itoa(i)}, &bot.Answer{})
	}
	if _, ok := b.kept["0"]; ok || len(b.kept) != maxKept {
		t.Errorf("%d answers kept, the first among them: %v", len(b.kept), ok)
	}
}
