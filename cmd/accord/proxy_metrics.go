package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/accord-go/accord/rest"
)

// proxyCounts are what a proxy has sent so far.
type proxyCounts struct {
	mu       sync.Mutex // guards what follows
	requests map[proxyCount]int
	waited   time.Duration
	wire     time.Duration
}

// proxyCount is a kind of request.
type proxyCount struct {
	method, route string
	status        int // 0: no answer came
}

func (c *proxyCounts) add(r rest.Request, status int, waited, wire time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.requests == nil {
		c.requests = make(map[proxyCount]int)
	}
	c.requests[proxyCount{r.Method, r.Route, status}]++
	c.waited += waited
	c.wire += wire
}

// metrics writes what Prometheus reads. Credentials are named by a fingerprint,
// and no token is told.
func (p *proxy) metrics(w http.ResponseWriter, _ *http.Request) {
	var b bytes.Buffer
	p.counts.write(&b)
	s := p.limiter.State()
	head(&b, "accord_proxy_429_total", "counter", "answers 429 by scope")
	for _, scope := range []struct {
		name string
		n    int
	}{{"user", s.Limited.User}, {"global", s.Limited.Global}, {"shared", s.Limited.Shared}, {"other", s.Limited.Other}} {
		fmt.Fprintf(&b, "accord_proxy_429_total{scope=%q} %d\n", scope.name, scope.n)
	}
	head(&b, "accord_proxy_invalid_requests", "gauge", "answers 401, 403 and 429 in the last 10 minutes; 10,000 get the address banned")
	fmt.Fprintf(&b, "accord_proxy_invalid_requests %d\n", s.Invalid)
	for _, m := range []struct {
		name, help string
		of         func(rest.BucketState) float64
	}{
		{"remaining", "requests left in the window", func(b rest.BucketState) float64 { return float64(b.Remaining) }},
		{"reset_seconds", "until the window ends", func(b rest.BucketState) float64 { return b.ResetAfter.Seconds() }},
		{"queued", "requests that wait", func(b rest.BucketState) float64 { return float64(b.Queued) }},
		{"in_flight", "requests without an answer", func(b rest.BucketState) float64 { return float64(b.InFlight) }},
	} {
		head(&b, "accord_proxy_bucket_"+m.name, "gauge", m.help)
		for _, bucket := range s.Buckets {
			fmt.Fprintf(&b, "accord_proxy_bucket_%s{credential=%q,bucket=%q,major=%q,routes=%q} %s\n", m.name,
				bucket.Credential, bucket.Hash, bucket.Major, strings.Join(bucket.Routes, ", "), strconv.FormatFloat(m.of(bucket), 'f', -1, 64))
		}
	}
	writeGate(&b, p.gate.State())
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	_, _ = w.Write(b.Bytes()) // a reader that is gone is no error of ours
}

func (c *proxyCounts) write(b *bytes.Buffer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	head(b, "accord_proxy_requests_total", "counter", "requests that were sent; status 0 is no answer")
	for _, k := range slices.SortedFunc(maps.Keys(c.requests), func(x, y proxyCount) int {
		return cmp.Or(strings.Compare(x.route, y.route), strings.Compare(x.method, y.method), x.status-y.status)
	}) {
		fmt.Fprintf(b, "accord_proxy_requests_total{method=%q,route=%q,status=\"%d\"} %d\n", k.method, k.route, k.status, c.requests[k])
	}
	head(b, "accord_proxy_wait_seconds_total", "counter", "what the limiter held requests back")
	fmt.Fprintf(b, "accord_proxy_wait_seconds_total %g\n", c.waited.Seconds())
	head(b, "accord_proxy_wire_seconds_total", "counter", "from sending to the head of the answer")
	fmt.Fprintf(b, "accord_proxy_wire_seconds_total %g\n", c.wire.Seconds())
}

// head introduces a metric.
func head(b *bytes.Buffer, name, kind, help string) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}
