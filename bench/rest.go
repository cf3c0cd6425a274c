package main

import (
	"context"
	"time"

	"github.com/accord-go/accord/bench/client"
	"github.com/accord-go/accord/bench/server"
)

// plainHTTP is net/http without a library, to see what libraries add. It
// doesn't compete.
var plainHTTP = contestant{library: "net/http", note: "not a contestant"}

// plainJSON encodes and decodes too, as every library must, with encoding/json:
// into disgo's message, as it is plain. It doesn't compete either.
var plainJSON = contestant{library: "encoding/json", note: "not a contestant"}

// restScenario is messages that are created.
type restScenario struct {
	plan   server.RESTPlan
	client client.RESTWork
}

// The metrics of requests.
var (
	requestsPerSecond = metric{name: "requests/s", more: true}
	requestCPU        = metric{name: "CPU/request", unit: "µs", decimals: 1}
	requestAllocs     = metric{name: "allocs/request", decimals: 1}
	overCPU           = metric{name: "CPU over net/http", unit: "µs", decimals: 1}
	overAllocs        = metric{name: "allocs over net/http", decimals: 1}
	perRequest        = metric{name: "time/request", unit: "ms", decimals: 2}
	took              = metric{name: "time", unit: "s", decimals: 2}
	refused           = metric{name: "429s"}
	failed            = metric{name: "failed"}
)

var (
	restThroughput = []metric{requestsPerSecond, requestCPU, overCPU, requestAllocs, overAllocs, failed}
	restLimits     = []metric{took, requestsPerSecond, refused, failed}
)

// unlimited is a limit that nobody reaches, for libraries that keep the global
// one in advance.
const unlimited = 100_000

// restScenarios are the scenarios of requests.
var restScenarios = []scenario{
	{
		name: "rest-load", title: "messages in 64 channels, 64 callers, no limits",
		rest:        &restScenario{client: client.RESTWork{Warm: 2000, Requests: 40_000, Callers: 64, Channels: 64, Global: unlimited}},
		contestants: withPlain, columns: restThroughput,
		targets: []target{atMost(overCPU, 15), atMost(overAllocs, 10), atMost(failed, 0)},
	},
	{
		name: "rest-sequential", title: "the same one after another",
		rest:        &restScenario{client: client.RESTWork{Warm: 200, Requests: 10_000, Callers: 1, Channels: 64, Global: unlimited}},
		contestants: withPlain, columns: restThroughput,
		targets: []target{atMost(overCPU, 15), atMost(overAllocs, 10), atMost(failed, 0)},
	},
	{
		name: "rest-channel", title: "3,000 messages that one channel permits, 64 callers, 20 ms of latency",
		rest: &restScenario{
			plan:   server.RESTPlan{Limit: 10_000, Window: 10 * time.Minute, Latency: 20 * time.Millisecond},
			client: client.RESTWork{Warm: 2, Requests: 3000, Callers: 64, Channels: 1, Global: unlimited},
		},
		contestants: everybody, columns: append([]metric{perRequest}, restLimits...),
		targets: []target{atMostOf(perRequest, 1./10), atMost(refused, 0), atMost(failed, 0)},
	},
	{
		name: "rest-burst", title: "40 messages into a bucket of 50, 100 ms of latency",
		rest: &restScenario{
			plan:   server.RESTPlan{Limit: 50, Window: 30 * time.Second, Latency: 100 * time.Millisecond},
			client: client.RESTWork{Requests: 40, Callers: 40, Channels: 1},
		},
		contestants: everybody, columns: restLimits,
		targets: []target{atMost(took, 0.3), atMost(refused, 0), atMost(failed, 0)},
	},
	{
		name: "rest-buckets", title: "200 messages over 4 buckets of 5 in 2 s, 20 ms of latency; at least 18 s",
		rest: &restScenario{
			plan:   server.RESTPlan{Limit: 5, Window: 2 * time.Second, Latency: 20 * time.Millisecond},
			client: client.RESTWork{Requests: 200, Callers: 200, Channels: 4},
		},
		contestants: everybody, columns: restLimits,
		targets: []target{atMost(took, 18*1.03), atMost(refused, 0), atMost(failed, 0)},
	},
	{
		name: "rest-global", title: "500 messages in 100 channels under a global limit of 50 a second, 20 ms of latency; at least 9 s",
		rest: &restScenario{
			plan:   server.RESTPlan{Limit: 50, Window: time.Second, Global: 50, Latency: 20 * time.Millisecond},
			client: client.RESTWork{Requests: 500, Callers: 500, Channels: 100},
		},
		contestants: everybody, columns: restLimits,
		targets: []target{atMost(took, 9*1.05), atMost(refused, 0), atMost(failed, 0)},
	},
}

// withPlain is everybody, and net/http to take away; and what comes closest to
// a library without being one.
var withPlain = append([]contestant{plainHTTP, plainJSON}, everybody...)

// restTurn measures one client, once.
func (g *gateway) restTurn(ctx context.Context, o options, s scenario, c contestant) (outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	if err := g.call(ctx, "/bench/rest", s.rest.plan, &struct{}{}); err != nil {
		return nil, err
	}
	work := s.rest.client
	work.Requests = max(1, int(float64(work.Requests)*o.rest))
	r, err := g.client(ctx, client.Config{Library: c.library, API: "http://" + g.address, REST: &work, Profile: o.profileOf(s, c)})
	if err != nil {
		return nil, err
	}
	var report server.RESTReport
	if err := g.call(ctx, "/bench/rest-report", nil, &report); err != nil {
		return nil, err
	}
	n := float64(work.Requests)
	return outcome{
		requestsPerSecond.name: n / r.Time.Seconds(),
		requestCPU.name:        float64(r.CPU.Nanoseconds()) / 1000 / n,
		requestAllocs.name:     float64(r.Mallocs) / n,
		perRequest.name:        r.Time.Seconds() * 1000 / n,
		took.name:              r.Time.Seconds(),
		refused.name:           float64(report.Refused),
		failed.name:            float64(r.REST.Failed),
	}, nil
}

// takeAway puts what each contestant adds to plain net/http into the outcomes
// of a round.
func (r measured) takeAway(round int) {
	for i, c := range r.contestants {
		if c.library != plainHTTP.library {
			continue
		}
		plain := r.outcomes[i][round]
		for j := range r.contestants {
			o := r.outcomes[j][round]
			o[overCPU.name] = o[requestCPU.name] - plain[requestCPU.name]
			o[overAllocs.name] = o[requestAllocs.name] - plain[requestAllocs.name]
		}
	}
}
