// Package modeltest is a scripted OpenAI-compatible chat server for tests, as httptest is an
// HTTP server. It is strict: a request that a real server might refuse fails the test. It
// holds no state outside the Server, and may be used under the race detector.
//
//	s := modeltest.New(t, modeltest.Answering(func(prompt []modeltest.Message) string {
//		return "千问由他领导。[1]"
//	}))
//	client, err := model.New(model.Options{BaseURL: s.URL, Model: "m"})
//
// What goes wrong is told step by step:
//
//	s := modeltest.New(t, modeltest.Script(
//		modeltest.Refuse(503, `{"error":{"message":"loading"}}`),
//		modeltest.Stream(modeltest.Chunk("千问"), modeltest.Sleep(time.Second), modeltest.Cut()),
//	))
package modeltest
