package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/gateway"
)

// A shard by itself prints what it receives until it is interrupted.
func ExampleShard_Run() {
	shard := gateway.New(gateway.Config{
		Token:   os.Getenv("DISCORD_TOKEN"),
		Intents: discord.IntentGuilds | discord.IntentGuildMessages,
		Handle: func(_ context.Context, f gateway.Frame) error {
			fmt.Println(f.Seq, f.Type, f.Data)
			return nil
		},
	})
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := shard.Run(ctx)
	if errors.Is(err, gateway.ErrDisallowedIntents) {
		log.Print("this bot lacks a privileged intent")
	}
	if err != nil {
		log.Fatal(err)
	}
}

// Shards of one bot share a gate, so that they identify one after another.
func ExampleNewMemoryGate() {
	limit := discord.SessionStartLimit{Total: 1000, Remaining: 990, MaxConcurrency: 1} // from GET /gateway/bot
	gate := gateway.NewMemoryGate(limit)
	var shards []*gateway.Shard
	for i := range 2 {
		shards = append(shards, gateway.New(gateway.Config{
			Token:        os.Getenv("DISCORD_TOKEN"),
			Intents:      discord.IntentsDefault,
			Shard:        i,
			ShardCount:   2,
			StartLimit:   limit,
			IdentifyGate: gate,
		}))
	}
	fmt.Println(len(shards), "shards")
	// Output: 2 shards
}
