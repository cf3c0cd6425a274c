package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/accord-go/accord/bench/client"
	"github.com/accord-go/accord/bench/corpus"
	"github.com/accord-go/accord/bench/server"
)

// run measures scenarios and writes the tables to out; progress says what goes
// on meanwhile.
func run(ctx context.Context, o options, chosen []scenario, out, progress io.Writer) error {
	results, err := measure(ctx, o, chosen, progress)
	if err != nil {
		return err
	}
	writeTables(out, o, chosen, results)
	return nil
}

// measure runs all rounds. The libraries take turns within each scenario, and
// each round begins with another one.
func measure(ctx context.Context, o options, chosen []scenario, progress io.Writer) ([]measured, error) {
	g, err := startGateway(ctx)
	if err != nil {
		return nil, err
	}
	defer g.stop()
	results := make([]measured, len(chosen))
	for i, s := range chosen {
		results[i] = measured{contestants: s.contestants, outcomes: make([][]outcome, len(s.contestants))}
	}
	for round := range o.rounds {
		for i, s := range chosen {
			for turn := range s.contestants {
				j := (turn + round) % len(s.contestants)
				c := s.contestants[j]
				play := g.turn
				if s.rest != nil {
					play = g.restTurn
				}
				outcome, err := play(ctx, o, s, c)
				if err != nil {
					return nil, fmt.Errorf("%s: %s: %w", s.name, c.label(), err)
				}
				results[i].outcomes[j] = append(results[i].outcomes[j], outcome)
				fmt.Fprintf(progress, "round %d/%d %-16s %-22s %s\n", round+1, o.rounds, s.name, c.label(), brief(s, outcome))
			}
			results[i].takeAway(round)
		}
	}
	return results, nil
}

// brief is an outcome on one line.
func brief(s scenario, o outcome) string {
	var b bytes.Buffer
	for _, m := range s.columns {
		if _, ok := o[m.name]; !ok {
			continue // known at the end of the round
		}
		fmt.Fprintf(&b, " %s %s", m.head(), m.format(o[m.name]))
	}
	return b.String()
}

// gateway is the process of the fake gateway.
type gateway struct {
	address string
	cmd     *exec.Cmd
	stdin   io.Closer
}

// startGateway starts the process.
func startGateway(ctx context.Context) (*gateway, error) {
	cmd, stdin, stdout, err := startRole(ctx, "gateway")
	if err != nil {
		return nil, err
	}
	g := &gateway{cmd: cmd, stdin: stdin}
	if err := json.NewDecoder(stdout).Decode(&g.address); err != nil {
		g.stop()
		return nil, fmt.Errorf("start gateway: %w", err)
	}
	return g, nil
}

// stop ends the process.
func (g *gateway) stop() {
	g.stdin.Close()
	g.cmd.Wait() // its errors are on stderr
}

// startRole starts this program again in a role.
func startRole(ctx context.Context, role string) (*exec.Cmd, io.WriteCloser, io.Reader, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, nil, err
	}
	cmd := exec.CommandContext(ctx, self, roleFlag+role)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, nil, err
	}
	return cmd, stdin, stdout, cmd.Start()
}

// call does an HTTP request to the gateway. A nil in means GET.
func (g *gateway) call(ctx context.Context, path string, in, out any) error {
	method := http.MethodGet
	var body bytes.Buffer
	if in != nil {
		method = http.MethodPost
		if err := json.NewEncoder(&body).Encode(in); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+g.address+path, &body)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(resp.Body)
		return fmt.Errorf("%s: %s: %s", path, resp.Status, text)
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// plan returns what the gateway is to play.
func (o options) plan(s scenario, c contestant) server.Plan {
	p := server.Plan{
		Seed: o.seed, World: o.world, Guilds: s.guilds, Mix: s.mix,
		Warm: o.warm, Events: o.events, Rate: s.rate, Compression: s.compression,
	}
	if c.own {
		p.Compression = c.compression
	}
	if s.rate > 0 {
		p.Events = s.rate * o.seconds
	}
	if s.idle {
		p.World = corpus.Counts{Small: 10, Medium: 1}
		p.Mix, p.Warm, p.Events = "chat", 0, 0
		p.Heartbeat = 41250 * time.Millisecond // Discord's
		if s.guilds {
			p.Warm = 20 // small events, for buffers to shrink
		}
	}
	return p
}

// config returns what the client is told.
func (o options) config(s scenario, c contestant, p server.Plan, made server.Prepared, address string) client.Config {
	cfg := client.Config{
		Library: c.library, API: "http://" + address, Compression: p.Compression, Order: c.order,
		All: s.all, Before: made.WarmMessages, Handle: made.Messages, Messages: made.Messages, Channels: made.Channels,
		Stamps: s.rate > 0, Stall: 5 * time.Second,
	}
	if s.all {
		cfg.Before, cfg.Handle = p.Warm, p.Events
	}
	if s.slow > 0 {
		cfg.SlowEvery, cfg.Slow = 100, s.slow
	}
	if s.idle {
		cfg.Shards, cfg.Settle = o.shards, o.settle
		if slices.Contains(s.columns, idleCPU) {
			cfg.Watch = o.watch
		}
	}
	cfg.Profile = o.profileOf(s, c)
	return cfg
}

// profileOf returns the file for a client's profile, or nothing if none is
// wanted.
func (o options) profileOf(s scenario, c contestant) string {
	if o.profile == "" {
		return ""
	}
	return filepath.Join(o.profile, s.name+"-"+strings.ReplaceAll(c.library, "/", "-")+"-"+c.order)
}

// turn measures one client, once.
func (g *gateway) turn(ctx context.Context, o options, s scenario, c contestant) (outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	p := o.plan(s, c)
	var made server.Prepared
	if err := g.call(ctx, "/bench/plan", p, &made); err != nil {
		return nil, err
	}
	cfg := o.config(s, c, p, made, g.address)
	result, err := g.client(ctx, cfg)
	if err != nil {
		return nil, err
	}
	var report server.Report
	if err := g.call(ctx, "/bench/report", nil, &report); err != nil {
		return nil, err
	}
	if result.Idle != nil {
		return outcome{
			heldKB.name: float64(result.Idle.Held) / 1024, rssKB.name: float64(result.Idle.RSS) / 1024, goroutines.name: result.Idle.Goroutines, idleCPU.name: 100 * result.Idle.CPU,
		}, nil
	}
	if report.Identifies != 1 || report.Resumes != 0 || result.Odd != 0 || result.Twice != 0 {
		return nil, fmt.Errorf("the client identified %d times, resumed %d times, handled %d messages twice and %d that nobody sent", report.Identifies, report.Resumes, result.Twice, result.Odd)
	}
	return summarize(cfg, p, result, report), nil
}

// client runs the process of a client.
func (g *gateway) client(ctx context.Context, cfg client.Config) (*client.Result, error) {
	ctx, cancel := context.WithCancel(ctx) // ends the process if it hasn't ended itself
	cmd, stdin, stdout, err := startRole(ctx, "client")
	if err != nil {
		cancel()
		return nil, err
	}
	defer cmd.Wait()
	defer cancel()
	defer stdin.Close()
	if err := json.NewEncoder(stdin).Encode(cfg); err != nil {
		return nil, err
	}
	lines := json.NewDecoder(bufio.NewReader(stdout))
	if err := lines.Decode(&struct{}{}); err != nil {
		return nil, fmt.Errorf("client did not get ready: %w", err)
	}
	if cfg.Shards == 0 && cfg.REST == nil {
		var connections int
		if err := g.call(ctx, "/bench/start", struct{}{}, &connections); err != nil {
			return nil, err
		}
		if connections != 1 {
			return nil, fmt.Errorf("%d connections, want 1", connections)
		}
	}
	var result client.Result
	if err := lines.Decode(&result); err != nil {
		return nil, fmt.Errorf("client did not finish: %w", err)
	}
	return &result, nil
}

// summarize makes an outcome of what client and gateway told.
func summarize(cfg client.Config, p server.Plan, r *client.Result, report server.Report) outcome {
	events := float64(p.Events)
	o := outcome{
		cpu.name:           float64(r.CPU.Microseconds()) / events,
		allocations.name:   float64(r.Mallocs) / events,
		bytesPerEvent.name: float64(r.Bytes) / events,
		gcs.name:           float64(r.GCs),
		peak.name:          float64(r.Peak) / (1 << 20),
		late.name:          float64(r.Late),
		inverted.name:      float64(r.Inverted),
		lost.name:          float64(cfg.Handle - r.Handled),
	}
	if r.Time > 0 {
		o[eventsPerSecond.name] = events / r.Time.Seconds()
	}
	whole := latencies(cfg, r.Stamps, report.Sent)
	for m, part := range map[metric]float64{p50: 0.50, p90: 0.90, p99: 0.99} {
		o[m.name] = percentile(whole, part)
	}
	library := latencies(cfg, r.Stamps, r.Arrived)
	for m, part := range map[metric]float64{dispatch50: 0.50, dispatch99: 0.99} {
		o[m.name] = percentile(library, part)
	}
	return o
}

// latencies returns the microseconds from one time of each message to its
// handler, in order of size. Handlers that are slow on purpose don't count.
func latencies(cfg client.Config, handled, from []int64) []float64 {
	var all []float64
	for i, at := range handled {
		slow := cfg.SlowEvery > 0 && i%cfg.SlowEvery == cfg.SlowEvery-1
		if at > 0 && !slow && i < len(from) {
			all = append(all, float64(at-from[i])/1000)
		}
	}
	slices.Sort(all)
	return all
}
