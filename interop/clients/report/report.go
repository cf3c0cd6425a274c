// Package report is how a bot that is written in Go tells what it did. The
// lines are described in ../README.md.
package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Step tells of a step that is done.
func Step(step, detail string) {
	line, _ := json.Marshal(map[string]string{"step": step, "detail": detail})
	fmt.Printf("%s\n", line)
}

// Failed tells of an error and reports whether there is one.
func Failed(err error) bool {
	if err != nil {
		Step("error", err.Error())
	}
	return err != nil
}

// Content returns the file that is uploaded.
func Content() []byte {
	b := make([]byte, 70000)
	for i := range b {
		b[i] = byte(i * 7 % 251)
	}
	return b
}

// Compare fetches the file again and tells whether it is the same.
func Compare(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	back, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if bytes.Equal(back, Content()) {
		Step("file", "identical")
	} else {
		Step("file", fmt.Sprintf("%s, %d bytes", resp.Status, len(back)))
	}
	return nil
}

// A Redirect sends requests to another host, for libraries whose address can
// only be changed on the way. It leaves the Host header as the library wrote
// it, as simple transports do.
type Redirect struct {
	Base *url.URL
	Next http.RoundTripper // nil: http.DefaultTransport
}

// RoundTrip implements [http.RoundTripper].
func (r Redirect) RoundTrip(req *http.Request) (*http.Response, error) {
	next := r.Next
	if next == nil {
		next = http.DefaultTransport
	}
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host = r.Base.Scheme, r.Base.Host
	return next.RoundTrip(req)
}
