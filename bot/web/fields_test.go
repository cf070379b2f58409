package web

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"ask/retrieve"
	"ask/retrieve/document"
)

// jsonFields are the names of a struct's JSON fields, sorted.
func jsonFields(v any) []string {
	var names []string
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous && name == "":
				walk(f.Type)
			case name != "" && name != "-":
				names = append(names, name)
			}
		}
	}
	walk(reflect.TypeOf(v))
	slices.Sort(names)
	return names
}

// brokenIndex lists one document whose text is lost, and cannot search for "boom".
type brokenIndex struct{ Index }

func (b brokenIndex) Search(ctx context.Context, q retrieve.Query) (*retrieve.Result, error) {
	if q.Text == "boom" {
		return nil, errors.New("secret detail")
	}
	return b.Index.Search(ctx, q)
}

func (b brokenIndex) Sources() ([]retrieve.Source, error) {
	all, err := b.Index.Sources()
	return append(all, retrieve.Source{Document: document.Document{ID: "broken"}}), err
}

// serveReal runs Serve on a port of its own. stop ends it and waits.
func serveReal(t testing.TB, change func(*Config)) (address string, stop func()) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	server := newTestServer(t, change)
	go func() { done <- server.Serve(ctx, ln) }()
	return "http://" + ln.Addr().String(), func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	}
}

// slowPost announces a body and sends only its beginning.
func slowPost(t testing.TB, address, route string) (*http.Response, []byte) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = conn.Write([]byte("POST " + route + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":"))
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("slow body: %v", err)
	}
	defer res.Body.Close()
	data := make([]byte, 4096)
	n, _ := res.Body.Read(data)
	return res, data[:n]
}
