package web

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ask/bot"
	"ask/bot/model"
	"ask/bot/model/modeltest"
)

// withServer puts a model server in front of the extractive model.
func withServer(t testing.TB, h modeltest.Handler, noFallback bool) func(*Config) {
	t.Helper()
	server := modeltest.New(t, h)
	client, err := model.New(model.Options{BaseURL: server.URL, Model: "m", FirstByte: 2 * time.Second, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	quotes, ok := openCorpus(t).Models[0].Answerer.(*bot.Extractive)
	if !ok {
		t.Fatal("the corpus is not answered in quotes")
	}
	written, err := bot.NewGenerated(quotes, Metered(client), bot.Limits{NoFallback: noFallback})
	if err != nil {
		t.Fatal(err)
	}
	return withModel(t, Model{ID: "m", Owner: "endpoint", Answerer: written, Remote: true})
}

func TestWrittenAnswer(t *testing.T) {
	address := listen(t, withServer(t, modeltest.Answering(func([]modeltest.Message) string {
		return "四年来一直领导千问基础模型的林俊旸提出辞职[1]。"
	}), false))
	r := stream(t, address, question(answerable, `"stream":true`))
	rag := object(r.chunks[len(r.chunks)-1]["rag"])
	if rag["mode"] != "generated" || !strings.Contains(r.text(), "林俊旸") || !strings.Contains(r.text(), "**来源**") {
		t.Errorf("%v\n%s", rag, r.text())
	}
	if shown, _, _ := strings.Cut(r.text(), "\n\n**"); shown != rag["answer"] {
		t.Errorf("shown %q, answer %q", shown, rag["answer"])
	}
	libreText(t, r)
}

// TestDeadModel: the answer comes in quotes and says so; or is an error if that is wanted.
func TestDeadModel(t *testing.T) {
	for name, h := range map[string]modeltest.Handler{
		"fails": modeltest.Script(modeltest.Refuse(500, `{"error":{"message":"out of memory"}}`), modeltest.Refuse(500, `{}`)),
		"mute":  func(modeltest.Request) modeltest.Reply { return modeltest.Reply{Mute: true} },
		"cut":   modeltest.Script(modeltest.Stream(modeltest.Chunk("林俊旸提出"), modeltest.Cut()), modeltest.Refuse(500, `{}`)),
	} {
		t.Run(name, func(t *testing.T) {
			r := stream(t, listen(t, withServer(t, h, false)), question(answerable, `"stream":true`))
			rag := object(r.chunks[len(r.chunks)-1]["rag"])
			if rag["mode"] != "extractive" || len(list(rag["warnings"])) == 0 || !strings.Contains(r.text(), "林俊旸") || !r.done {
				t.Errorf("%v\n%s", rag, r.text())
			}
		})
	}
	address := listen(t, withServer(t, modeltest.Script(modeltest.Refuse(500, `{}`)), true))
	if res, data := post(t, address+"/v1/chat/completions", question(answerable)); res.StatusCode != 503 || res.Header.Get("Retry-After") == "" {
		t.Errorf("%d %s", res.StatusCode, data)
	}
}

// TestLeavingEndsTheModelCall: the request to the model server ends with the client.
func TestLeavingEndsTheModelCall(t *testing.T) {
	var asked atomic.Int64
	h := func(modeltest.Request) modeltest.Reply {
		asked.Add(1)
		return modeltest.Reply{Mute: true}
	}
	server := newTestServer(t, withServer(t, h, false))
	address, stop := serveServer(t, server)
	defer stop()
	ctx, cancel := context.WithCancel(t.Context())
	body := question(answerable, `"stream":true`)
	left := make(chan struct{})
	go func() {
		defer close(left)
		leaveStream(ctx, address, body)
	}()
	eventually(t, timeLimit, "the model is not asked", func() bool { return asked.Load() == 1 })
	cancel()
	<-left
	eventually(t, time.Second, "the client left and the model call goes on", func() bool { return len(server.models.slots) == 0 })
}
