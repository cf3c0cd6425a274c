package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/accord-go/accord/bench/client"
	"github.com/accord-go/accord/bench/server"
)

// A scenario is one table: what is played, to whom, and what has to come out.
type scenario struct {
	name, title string

	mix         string // of server.Mixes
	compression string
	rate        int           // events per second; 0: as fast as the client reads
	all         bool          // handlers for all kinds of events, not only messages
	slow        time.Duration // what one in a hundred handlers of messages sleeps
	idle        bool          // nothing is played; shards are counted
	guilds      bool          // the guilds are sent first

	rest *restScenario // requests instead of events; nil: events

	contestants []contestant
	columns     []metric
	targets     []target
}

// A contestant is a library, configured.
type contestant struct {
	library, order string
	compression    string // instead of the scenario's, if own is set
	own            bool
	note           string // told apart from others of the same library
}

func (c contestant) label() string {
	if c.note == "" {
		return c.library
	}
	return c.library + ", " + c.note
}

// below is Accord without its client, to see what the client costs. It doesn't
// compete.
var below = contestant{library: gatewayOnly, note: "not a contestant"}

const gatewayOnly = "gateway"

// everybody is the four libraries as they are when nothing is configured.
var everybody = []contestant{
	{library: "accord", order: client.Default}, {library: "discordgo", order: client.Default},
	{library: "disgo", order: client.Default}, {library: "arikawa", order: client.Default},
}

var streaming = []contestant{{library: "accord", order: client.Default}, {library: "disgo", order: client.Default}}

// scenarios are all that can be measured.
var scenarios = append(eventScenarios, restScenarios...)

// eventScenarios are those of events.
var eventScenarios = []scenario{
	{
		name: "chat", title: "chat mix, no cache, a handler for messages only",
		mix: "chat", guilds: true, contestants: append(slices.Clone(everybody), below), columns: throughput,
		targets: []target{atMostOf(cpu, 1./8), atMost(allocations, 6), atMost(inverted, 0), atMost(lost, 0)},
	},
	{
		name: "zstd", title: "the same over zstd-stream",
		mix: "chat", guilds: true, compression: server.Zstd, contestants: streaming, columns: throughput,
		targets: []target{atMostOf(cpu, 1./5), atMost(allocations, 6), atMost(inverted, 0), atMost(lost, 0)},
	},
	{
		name: "zlib", title: "the same over zlib-stream",
		mix: "chat", guilds: true, compression: server.Zlib, contestants: streaming, columns: throughput,
		targets: []target{atMost(lost, 0)},
	},
	{
		name: "transport", title: "the same with the compression that each library uses by default",
		mix: "chat", guilds: true, columns: throughput,
		contestants: []contestant{
			{library: "accord", order: client.Default, compression: server.Zstd, own: true, note: "zstd-stream"},
			{library: "discordgo", order: client.Default, compression: server.Payload, own: true, note: "payload"},
			{library: "disgo", order: client.Default, compression: server.Zstd, own: true, note: "zstd-stream"},
			{library: "arikawa", order: client.Default, compression: server.Payload, own: true, note: "payload"},
		},
		targets: []target{atMost(lost, 0)},
	},
	{
		name: "all", title: "chat mix, no cache, a handler for each kind of event",
		mix: "chat", guilds: true, all: true, contestants: everybody, columns: throughput,
		targets: []target{atMostOf(cpu, 1./5), atMost(allocations, 14), atMost(lost, 0)},
	},
	{
		name: "presence", title: "presence mix, no cache, a handler for each kind of event",
		mix: "presence", guilds: true, all: true, contestants: everybody, columns: throughput,
		targets: []target{atMostOf(cpu, 1./5), atMost(lost, 0)},
	},
	{
		name: "latency", title: "2,000 messages per second, all handlers one after another",
		mix: "messages", rate: 2000, columns: latency,
		contestants: []contestant{
			{library: "accord", order: client.Ordered}, {library: "discordgo", order: client.Ordered},
			{library: "disgo", order: client.Ordered}, {library: "arikawa", order: client.Ordered}, below,
		},
		targets: []target{atMostOf(dispatch50, 1./2), atMostOf(dispatch99, 1./2), atMost(late, 0), atMost(lost, 0)},
	},
	{
		name: "latency-default", title: "2,000 messages per second, in each library's default order",
		mix: "messages", rate: 2000, columns: latency, contestants: everybody,
		targets: []target{atMostOf(dispatch50, 1./2), atMostOf(dispatch99, 1./2), atMost(inverted, 0), atMost(lost, 0)},
	},
	{
		name: "slow", title: "500 messages per second, one handler in a hundred sleeps 50 ms; latency of the others",
		mix: "messages", rate: 500, slow: 50 * time.Millisecond, columns: latency,
		contestants: append(slices.Clone(everybody), contestant{library: "disgo", order: client.Concurrent, note: "async"}),
		targets:     []target{atMost(p90, 500), atMost(inverted, 0), atMost(lost, 0)},
	},
	{
		name: "order", title: "messages in ten channels of one guild, as fast as they are read",
		mix: "busy", contestants: everybody, columns: throughput,
		targets: []target{atMost(inverted, 0), atMost(lost, 0)},
	},
	{
		name: "idle", title: "idle shards, uncompressed", idle: true, contestants: everybody, columns: idle,
		targets: []target{atMost(heldKB, 80), atMost(idleCPU, 0.5)},
	},
	{
		name: "idle-zstd", title: "idle shards, zstd-stream", idle: true, compression: server.Zstd, contestants: streaming, columns: idle,
		targets: []target{atMost(heldKB, 800), atMost(idleCPU, 0.5)},
	},
	{
		name: "idle-guilds", title: "idle shards that have received ten small guilds, a medium one and a few messages, uncompressed",
		idle: true, guilds: true, contestants: everybody, columns: memory,
	},
	{
		name: "idle-guilds-zstd", title: "the same over zstd-stream",
		idle: true, guilds: true, compression: server.Zstd, contestants: streaming, columns: memory,
	},
}

// choose returns the scenarios and libraries of that names; empty means all.
// A name that no scenario has stands for those that begin with it and a dash.
func choose(names, libraries string) ([]scenario, error) {
	wanted := func(list string, known []string) (func(string) bool, error) {
		chosen := strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
		for _, name := range chosen {
			if !slices.ContainsFunc(known, func(k string) bool { return named(k, name, known) }) {
				return nil, fmt.Errorf("%q is none of %s", name, strings.Join(known, ", "))
			}
		}
		return func(name string) bool {
			return len(chosen) == 0 || slices.ContainsFunc(chosen, func(c string) bool { return named(name, c, known) })
		}, nil
	}
	var known []string
	for _, s := range scenarios {
		known = append(known, s.name)
	}
	scenarioWanted, err := wanted(names, known)
	if err != nil {
		return nil, err
	}
	libraryWanted, err := wanted(libraries, append(client.Libraries(), plainHTTP.library, plainJSON.library))
	if err != nil {
		return nil, err
	}
	var chosen []scenario
	for _, s := range scenarios {
		if scenarioWanted(s.name) {
			s.contestants = slices.DeleteFunc(slices.Clone(s.contestants), func(c contestant) bool { return !libraryWanted(c.library) })
			chosen = append(chosen, s)
		}
	}
	return chosen, nil
}

// named reports whether a choice means that name.
func named(name, choice string, known []string) bool {
	return name == choice || !slices.Contains(known, choice) && strings.HasPrefix(name, choice+"-")
}
