package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"ask/bot/discord/discordtest"
	"ask/bot/model/modeltest"
)

// program is this program as a process of its own, with an environment that holds nothing
// but env.
func program(t *testing.T, env []string, args ...string) (*exec.Cmd, *lockedBuffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "ask")
	if err := os.Symlink(self, name); err != nil {
		t.Fatal(err)
	}
	errs := &lockedBuffer{}
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Stderr = append(env, "HOME="+t.TempDir()), errs
	return cmd, errs
}

// TestDiscordTerminated ends the process by SIGTERM while one answer is nearly done, one
// will never be, one has not begun, and one waits for its turn.
func TestDiscordTerminated(t *testing.T) {
	t.Parallel()
	docs := t.TempDir()
	text := "汐桥县渡口每天开行十二班船。末班船在晚上九点离岸。\n"
	if err := os.WriteFile(filepath.Join(docs, "ferry.md"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	const first, last = "汐桥县渡口每天开行十二班船。[1]", "末班船在晚上九点离岸。[1]"
	var asked atomic.Int32
	server := modeltest.New(t, func(modeltest.Request) modeltest.Reply {
		switch asked.Add(1) {
		case 1:
			return modeltest.Stream(modeltest.Chunk(first+"\n"), modeltest.Hang())
		case 2:
			return modeltest.Reply{Mute: true}
		}
		return modeltest.Stream(modeltest.Chunk(first+"\n"), modeltest.Sleep(3*time.Second), modeltest.Chunk(last), modeltest.Finish("stop"), modeltest.Done())
	})
	fake := discordtest.New(t)
	cmd, errs := program(t, []string{"DISCORD_TOKEN=" + discordtest.Token, "ASK_DISCORD_API_URL=" + fake.URL, "OPENAI_BASE_URL=" + server.URL},
		"discord", "--docs", docs, "--model", "m", "--workers", "3", "--user-rate", "100", "--timeout", "1m")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	fake.WaitReady()
	shows := func(text string) func(discordtest.Message) bool {
		return func(m discordtest.Message) bool { return strings.Contains(m.Content, text) }
	}
	ask := func(n int32) *discordtest.Interaction {
		in := fake.Ask("汐桥县渡口每天开行多少班船?")
		fake.Wait("a model that was asked", func() bool { return asked.Load() == n })
		return in
	}
	hanging := ask(1)
	hanging.Wait(shows("十二班船"))
	silent := ask(2)
	done := ask(3)
	done.Wait(shows("十二班船"))
	waiting := fake.Ask("汐桥县渡口每天开行多少班船?")
	fake.Wait("an acknowledgement", func() bool { kind, _, _ := waiting.Acked(); return kind != 0 })
	began := time.Now()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	took := time.Since(began)
	t.Logf("ended after %s", took)
	if err != nil || took > 10*time.Second {
		t.Errorf("ended after %s with %v\n%s", took, err, errs)
	}
	for name, c := range map[string]struct {
		in   *discordtest.Interaction
		want string
	}{"done": {done, "九点离岸"}, "hanging": {hanging, "中断"}, "silent": {silent, "重启"}, "waiting": {waiting, "重启"}} {
		if m := c.in.Messages(); len(m) != 1 || !shows(c.want)(m[0]) {
			t.Errorf("%s: left %+v", name, m)
		}
	}
	if left := fake.Gate.Left(); len(left) != 1 || left[0] != 1000 {
		t.Errorf("the gateway was left with %d", left)
	}
	if strings.Contains(errs.String(), "十二班") {
		t.Errorf("logs hold an answer:\n%s", errs)
	}
}
