package accord_test

import (
	"context"
	"log"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/gateway"
)

// TestDocumentedShards runs what docs/sharding.md shows.
func TestDocumentedShards(t *testing.T) {
	t.Parallel()
	index := 3
	// docs:begin
	client := accord.New(os.Getenv("DISCORD_TOKEN"), accord.Config{
		Shards:       accord.Shards{Count: 16, IDs: accord.ShardRange(4*index, 4*index+3)},
		IdentifyGate: gateway.NewFileGate("/var/lib/bot/gate"),
	})
	// docs:end
	if err := client.Reshard(t.Context(), 8); err == nil {
		t.Error("a client without all shards could reshard")
	}
	synctest.Test(t, func(t *testing.T) {
		d := emutest.StartWith(t, emulator.Config{World: manyGuilds(2, emulator.Rules{Shards: 2, MaxConcurrency: 2})})
		client := sharded(d, accord.Config{Shards: accord.Shards{Count: 1}})
		wait := ready(t, client, 1)
		defer run(t, client)()
		wait()
		if err := documentedReshard(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		if got := client.ShardOf(discord.GuildID(1)<<22 | 7); got != 1 {
			t.Errorf("after resharding guild 1 belongs to shard %d, want 1", got)
		}
		var b strings.Builder
		log := log.New(&b, "", 0)
		// docs:begin
		for _, s := range client.Health() {
			if s.State != accord.ShardReady {
				log.Printf("shard %d is %v since %v: %s", s.Shard, s.State, s.Since, s.Error)
			}
		}
		// docs:end
		if n := len(client.Health()); n != 2 || b.Len() > 0 {
			t.Errorf("%d shards, want 2 that are ready: %s", n, b.String())
		}
	})
}

func documentedReshard(ctx context.Context, client *accord.Client) error {
	// docs:begin
	if err := client.Reshard(ctx, 0); err != nil { // 0: as many as Discord recommends
		return err
	}
	// docs:end
	return nil
}
