package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/accord-go/accord/gateway"
)

// gateDir is where the gate keeps its count: dir, or a directory for each API by
// itself in the user's cache, or nowhere, which is logged.
func (p *proxy) gateDir(dir string) string {
	if dir != "" {
		return dir
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		p.logger.Warn("no place for the gate's count of the day: if the proxy is restarted it may let too many shards identify; set -state", "error", err)
		return ""
	}
	return filepath.Join(cache, "accord", "gate", strings.ReplaceAll(p.api.Host, ":", "_"))
}

// gateUntil serves the identify gate. Those who wait when ctx ends are told to come
// back, for another proxy will be there: requests that are under way don't wait for
// them.
func (p *proxy) gateUntil(ctx context.Context) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wait, cancel := context.WithCancel(r.Context())
		defer cancel()
		defer context.AfterFunc(ctx, cancel)()
		p.gate.ServeHTTP(w, r.WithContext(wait))
	})
}

// writeGate writes what Prometheus reads of the gate. Bots are named by their
// application's ID.
func writeGate(b *bytes.Buffer, states []gateway.GateState) {
	for _, m := range []struct {
		name, kind, help string
		of               func(gateway.GateState) (value float64, known bool)
	}{
		{"waiting", "gauge", "shards that wait for their turn to identify", func(s gateway.GateState) (float64, bool) { return float64(s.Waiting), true }},
		{"turns_total", "counter", "turns that were given", func(s gateway.GateState) (float64, bool) { return float64(s.Granted), true }},
		{"remaining", "gauge", "sessions that may be started before the reset", func(s gateway.GateState) (float64, bool) { return float64(s.Remaining), s.Total > 0 }},
		{"reset_seconds", "gauge", "until the limit of sessions is reset", func(s gateway.GateState) (float64, bool) { return s.ResetAfter.Seconds(), s.Total > 0 }},
	} {
		head(b, "accord_proxy_gate_"+m.name, m.kind, m.help)
		for _, s := range states {
			if value, known := m.of(s); known {
				fmt.Fprintf(b, "accord_proxy_gate_%s{application=\"%d\"} %s\n", m.name, uint64(s.Application), strconv.FormatFloat(value, 'f', -1, 64))
			}
		}
	}
}
