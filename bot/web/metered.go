package web

import (
	"context"
	"errors"
	"time"

	"ask/bot"
	"ask/bot/model"
)

// Metered is m for the Answerers of a Server. While m writes, the place of its question
// among those that the processors work on goes to the next, and what m takes, reads and
// writes goes into the metrics.
func Metered(m bot.Model) bot.Model { return metered{m} }

type metered struct{ bot.Model }

// Stream implements bot.Model.
func (m metered) Stream(ctx context.Context, req model.Request, on func(text string) error) (model.Result, error) {
	p, ok := ctx.Value(placeKey{}).(*place)
	if !ok {
		return m.Model.Stream(ctx, req, on)
	}
	p.rest()
	began := time.Now()
	res, err := m.Model.Stream(ctx, req, on)
	p.metrics.wrote(res, err, time.Since(began))
	return res, err
}

// place is that of a question being answered.
type place struct {
	rest    func() // gives up the processor's part of it
	metrics *metrics
}

// placeKey is where a context holds the place.
type placeKey struct{}

// wrote notes a request to the model server.
func (m *metrics) wrote(res model.Result, err error, took time.Duration) {
	outcome := "answered"
	switch failed := (*model.Error)(nil); {
	case err == nil:
	case errors.As(err, &failed):
		outcome = failed.Code
	case errors.Is(err, context.Canceled):
		outcome = "canceled"
	default:
		outcome = "failed"
	}
	m.model.WithLabelValues(outcome).Observe(took.Seconds())
	if res.FirstToken > 0 {
		m.firstToken.Observe(res.FirstToken.Seconds())
	}
	if u := res.Usage; u != nil {
		m.modelTokens.WithLabelValues("prompt").Add(float64(u.Prompt))
		m.modelTokens.WithLabelValues("completion").Add(float64(u.Completion))
	}
}
