package accordotel_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
	accordotel "github.com/accord-go/accord/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

// TestDocumentedUse makes the client of docs/observability.md. Its snippet is held
// equal to this one by a test of the root module.
func TestDocumentedUse(t *testing.T) {
	t.Setenv("DISCORD_TOKEN", "MTIzNDU2Nzg5MDEyMzQ1Njc4.a.b")
	// docs:begin
	cfg := accord.Config{Intents: discord.IntentsDefault}
	accordotel.Instrument(&cfg, accordotel.Config{}) // the global providers
	client := accord.New(os.Getenv("DISCORD_TOKEN"), cfg)
	// docs:end
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := client.Run(ended); err != nil {
		t.Error(err)
	}
}

// TestDocumentedMetrics has a bot do everything that is measured, and holds the
// table of docs/observability.md equal to what comes of it: names, kinds, units
// and attributes.
func TestDocumentedMetrics(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/observability.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := make(map[string]string)
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z._]+)` \\| (counter|gauge|histogram) \\| `([^`]+)` \\|(.*)\\|$").FindAllStringSubmatch(string(text), -1) {
		attrs := strings.Fields(strings.NewReplacer("`", "", ",", "").Replace(row[4]))
		slices.Sort(attrs)
		documented[row[1]] = row[2] + " in " + row[3] + " by " + strings.Join(attrs, " ")
	}
	measured := make(map[string]string)
	synctest.Test(t, func(t *testing.T) {
		for _, m := range everything(t) {
			kind, attrs := describe(t, m.Data)
			measured[m.Name] = kind + " in " + m.Unit + " by " + strings.Join(attrs, " ")
			if m.Description == "" {
				t.Errorf("%s has no description", m.Name)
			}
		}
	})
	for _, name := range slices.Sorted(maps.Keys(measured)) {
		if documented[name] != measured[name] {
			t.Errorf("%s is a %s; documented is %q", name, measured[name], documented[name])
		}
		delete(documented, name)
	}
	for name := range documented {
		t.Errorf("%s is documented, but was not measured", name)
	}
}

// everything returns the metrics of a bot to which all happens that is measured.
func everything(t *testing.T) []metricdata.Metrics {
	t.Helper()
	d := emutest.Start(t)
	l := newLab()
	client := l.client(d, accord.Config{})
	accord.On(client, func(ctx context.Context, m *event.MessageCreate) error {
		switch m.Content {
		case "panic":
			panic("oh")
		case "fail":
			return errors.New("no")
		}
		_, err := client.REST.Users.Me(ctx)
		return err
	})
	stop := run(t, t.Context(), client)
	defer stop()
	d.FailNext(emulator.Failure{Path: "/users/@me$", Status: 429, RetryAfter: 1})
	for _, content := range []string{"hello", "fail", "panic"} {
		d.Say(content)
	}
	for _, code := range []int{4000, 4009} {
		d.Drop(emulator.Drop{Mode: emulator.DropClose, Code: code})
		time.Sleep(time.Minute)
	}
	return l.collect(t)
}

// describe returns a metric's kind, and the keys of all its attributes.
func describe(t *testing.T, data metricdata.Aggregation) (kind string, attrs []string) {
	t.Helper()
	keys := make(map[string]bool)
	add := func(s attribute.Set) {
		for _, a := range s.ToSlice() {
			keys[string(a.Key)] = true
		}
	}
	switch data := data.(type) {
	case metricdata.Sum[int64]:
		kind = "gauge"
		if data.IsMonotonic {
			kind = "counter"
		}
		for _, p := range data.DataPoints {
			add(p.Attributes)
		}
	case metricdata.Histogram[float64]:
		kind = "histogram"
		for _, p := range data.DataPoints {
			add(p.Attributes)
		}
	default:
		t.Fatalf("a metric of type %T", data)
	}
	return kind, slices.Sorted(maps.Keys(keys))
}
