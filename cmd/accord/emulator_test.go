package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/accord-go/accord/discord"
)

// TestEmulatorOfBots wants the first line to tell of all bots of a world.
func TestEmulatorOfBots(t *testing.T) {
	t.Parallel()
	world := filepath.Join(t.TempDir(), "world.json")
	const text = `{
		"applications": [{"id": "1", "name": "Blue"}, {"id": "5", "name": "Green", "token": "NQ.x.y", "client_secret": "s"}],
		"users": [{"id": "2", "username": "ann"}],
		"guilds": [{"id": "3", "name": "Home", "owner_id": "2", "channels": [{"id": "4", "type": 0, "name": "general"}], "members": [{"user_id": "2"}, {"user_id": "5"}]}]
	}`
	if err := os.WriteFile(world, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, []string{"emulator", "-addr", "127.0.0.1:0", "-world", world}, w, io.Discard)
		w.Close()
	}()
	var where address
	if err := json.NewDecoder(r).Decode(&where); err != nil {
		t.Fatal(err)
	}
	if where.ApplicationID != discord.ApplicationID(1) || len(where.Bots) != 1 || where.Bots[0].ApplicationID != 5 ||
		where.Bots[0].Token != "NQ.x.y" || where.Bots[0].ClientSecret != "s" {
		t.Errorf("the first line tells of %+v", where)
	}
	stop()
	if _, err := io.Copy(io.Discard, r); err != nil {
		t.Error(err)
	}
	if got := <-status; got != statusOK {
		t.Errorf("status %d", got)
	}
}
