package accord_test

import (
	"context"
	"log"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/event"
)

// TestDocumentedObservation runs what docs/observability.md shows.
func TestDocumentedObservation(t *testing.T) {
	t.Setenv("DISCORD_TOKEN", "MTIzNDU2Nzg5MDEyMzQ1Njc4.a.b")
	{
		// docs:begin
		logger := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
		client := accord.New(os.Getenv("DISCORD_TOKEN"), accord.Config{Logger: logger})
		// docs:end
		if h := client.Health(); h != nil {
			t.Errorf("health %v before Run", h)
		}
	}
	// docs:begin
	slow := accord.Hooks{
		Handler: func(ctx context.Context, e event.Event, function string) (context.Context, func(error)) {
			start := time.Now()
			return ctx, func(error) {
				if took := time.Since(start); took > time.Second {
					log.Println(function, "took", took, "for", e.EventName())
				}
			}
		},
	}
	// docs:end
	var printed strings.Builder
	log.SetOutput(&printed)
	defer log.SetOutput(os.Stderr)
	synctest.Test(t, func(t *testing.T) {
		d := emutest.Start(t)
		client := listen(d, accord.Config{Hooks: slow, QueueBytes: 1}, func(context.Context, string) error {
			time.Sleep(2 * time.Second)
			return nil
		})
		var stop func()
		connected(t, client, func() { stop = run(t, client) })
		d.Say("hello")
		d.Say("hello")
		synctest.Wait()
		// docs:begin
		for _, shard := range client.Health() {
			if shard.State != accord.ShardReady {
				log.Println("shard", shard.Shard, "is", shard.State, "since", shard.Since, shard.Error)
			}
		}
		if q := client.Queue(); q.Bytes > q.Limit/2 {
			log.Println(q.Events, "events wait for", q.Handlers, "handlers")
		}
		// docs:end
		time.Sleep(time.Minute)
		stop()
	})
	for _, want := range []string{"1 events wait for 1 handlers\n", "took 2s for MESSAGE_CREATE\n"} {
		if !strings.Contains(printed.String(), want) {
			t.Errorf("printed %s, want %q in it", printed.String(), want)
		}
	}
}
