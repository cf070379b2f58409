package web

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"ask/bot"
)

// metrics are counted in a registry of their own. No label holds what anybody wrote.
type metrics struct {
	handler   http.Handler
	running   atomic.Int64
	requests  *prometheus.CounterVec
	took      *prometheus.HistogramVec
	search    prometheus.Observer
	compose   *prometheus.HistogramVec
	answers   *prometheus.CounterVec
	citations prometheus.Counter
	dropped   prometheus.Counter
	shared    prometheus.Counter
	tokens    *prometheus.CounterVec
	jobs      *prometheus.CounterVec

	// of the model server
	model       *prometheus.HistogramVec
	firstToken  prometheus.Observer
	modelTokens *prometheus.CounterVec
}

func newMetrics(s *Server) *metrics {
	registry := prometheus.NewRegistry()
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
		registry.MustRegister(c)
		return c
	}
	histogram := func(name, help string, labels ...string) *prometheus.HistogramVec {
		h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: prometheus.ExponentialBuckets(0.001, 2, 17)}, labels)
		registry.MustRegister(h)
		return h
	}
	m := &metrics{
		handler:   promhttp.HandlerFor(registry, promhttp.HandlerOpts{}),
		requests:  counter("ask_http_requests_total", "Requests by route and status.", "route", "code"),
		took:      histogram("ask_http_request_seconds", "Time of requests by route, streams to their end.", "route"),
		search:    histogram("ask_search_seconds", "Time of searching for one question.").WithLabelValues(),
		compose:   histogram("ask_compose_seconds", "Time of composing one answer, by mode.", "mode"),
		answers:   counter("ask_answers_total", "Answers by mode and outcome.", "mode", "outcome"),
		dropped:   counter("ask_citations_dropped_total", "Citation marks of models left out: no such passage, or it does not carry the sentence.").WithLabelValues(),
		shared:    counter("ask_answers_shared_total", "Questions that got the answer being made for somebody who asked the same.").WithLabelValues(),
		citations: counter("ask_citations_total", "Quotes in answers.").WithLabelValues(),
		tokens:    counter("ask_tokens_total", "Estimated tokens of prompts and answers.", "kind"),
		jobs:      counter("ask_frontend_jobs_total", "Requests frontends made on their own, by sort.", "job"),

		model:       histogram("ask_model_seconds", "Time of requests to the model server, by outcome.", "outcome"),
		firstToken:  histogram("ask_model_first_token_seconds", "Time to the first token of the model server.").WithLabelValues(),
		modelTokens: counter("ask_model_tokens_total", "Tokens as the model server counts them.", "kind"),
	}
	m.zero()
	m.gauges(s, registry)
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// zero makes series that are asked for before anything happened.
func (m *metrics) zero() {
	for _, mode := range []string{"extractive", "generated"} {
		for _, outcome := range []string{"answered", "refused"} {
			m.answers.WithLabelValues(mode, outcome)
		}
	}
	for _, kind := range []string{"prompt", "completion"} {
		m.tokens.WithLabelValues(kind)
		m.modelTokens.WithLabelValues(kind)
	}
	m.model.WithLabelValues("answered")
}

// gauges are read when they are asked for.
func (m *metrics) gauges(s *Server, registry *prometheus.Registry) {
	gauge := func(name, help string, read func() float64) {
		registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read))
	}
	gauge("ask_http_inflight", "Requests being answered.", func() float64 { return float64(m.running.Load()) })
	gauge("ask_model_running", "Questions at the model server.", func() float64 { return float64(len(s.models.slots)) })
	gauge("ask_model_waiting", "Questions waiting for the model server.", func() float64 { return float64(s.models.waiting.Load()) })
	gauge("ask_search_running", "Questions being worked on.", func() float64 { return float64(len(s.searches.slots)) })
	gauge("ask_search_waiting", "Questions waiting to be worked on.", func() float64 { return float64(s.searches.waiting.Load()) })
	gauge("ask_index_passages", "Passages of the current index.", func() float64 {
		v, give := s.cfg.Shelf.take()
		defer give()
		return float64(v.Index.Len())
	})
	gauge("ask_index_age_seconds", "Time since the current index was opened.", func() float64 {
		v, give := s.cfg.Shelf.take()
		defer give()
		return time.Since(v.since).Seconds()
	})
	registry.MustRegister(generation{s.cfg.Shelf})
}

// generation is a gauge named for the current index generation.
type generation struct{ shelf *Shelf }

func (g generation) desc() *prometheus.Desc {
	return prometheus.NewDesc("ask_index_generation_info", "The current index generation.", []string{"generation"}, nil)
}

// Describe implements prometheus.Collector.
func (g generation) Describe(to chan<- *prometheus.Desc) { to <- g.desc() }

// Collect implements prometheus.Collector.
func (g generation) Collect(to chan<- prometheus.Metric) {
	v, give := g.shelf.take()
	defer give()
	to <- prometheus.MustNewConstMetric(g.desc(), prometheus.GaugeValue, 1, v.Index.Generation())
}

func (m *metrics) serve(w http.ResponseWriter, r *http.Request, _ *call) error {
	m.handler.ServeHTTP(w, r)
	return nil
}

func (m *metrics) begin() { m.running.Add(1) }

func (m *metrics) end(rt *route, status int, took time.Duration) {
	m.running.Add(-1)
	name := "other"
	if rt != nil {
		name = rt.name
	}
	m.requests.WithLabelValues(name, strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(name).Observe(took.Seconds())
}

// made notes how an answer came about, once for all who share it.
func (m *metrics) made(a *bot.Answer) {
	m.search.Observe(a.Timing.Search / 1000)
	m.compose.WithLabelValues(a.Mode).Observe(a.Timing.Compose / 1000)
	m.dropped.Add(float64(a.Dropped))
}

// answered counts a reply with an answer.
func (m *metrics) answered(a *bot.Answer, u usage) {
	outcome := "answered"
	if !a.Answered {
		outcome = "refused"
	}
	m.answers.WithLabelValues(a.Mode, outcome).Inc()
	m.citations.Add(float64(len(a.Citations)))
	m.tokens.WithLabelValues("prompt").Add(float64(u.Prompt))
	m.tokens.WithLabelValues("completion").Add(float64(u.Completion))
}
