package main

import (
	"errors"
	"go/parser"
	"go/token"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/emulator/emutest"
	"github.com/accord-go/accord/rest"
)

// The program is here to show that package rest stands alone.
func TestImportsNothingElse(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "main.go", nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range file.Imports {
		pkg, ours := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), "github.com/accord-go/accord/")
		if ours && pkg != "discord" && pkg != "rest" {
			t.Errorf("imports %s", pkg)
		}
	}
}

func TestPost(t *testing.T) {
	t.Parallel()
	d := emutest.Start(t)
	config := rest.Config{API: d.API, Dial: d.Dial, Logger: slog.New(slog.DiscardHandler)}
	bot := rest.New(rest.Bot(d.Token), config)
	defer bot.Close()
	hook, err := bot.Webhooks.Create(t.Context(), d.ChannelID, discord.CreateWebhook{Name: "builds"})
	if err != nil {
		t.Fatal(err)
	}
	address := "https://discord.com/api/webhooks/" + hook.ID.String() + "/" + hook.Token
	report := filepath.Join(t.TempDir(), "report.txt")
	if err := os.WriteFile(report, []byte("All is well."), 0o600); err != nil {
		t.Fatal(err)
	}

	m, err := post(t.Context(), config, address, "The build is done, @everyone.", []string{report})
	if err != nil {
		t.Fatal(err)
	}
	if m.WebhookID != hook.ID || m.Author.Username != "builds" || m.MentionEveryone || len(m.Attachments) != 1 {
		t.Fatalf("posted %+v", m)
	}
	file, err := bot.Download(t.Context(), m.Attachments[0].URL, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if content, err := io.ReadAll(file); string(content) != "All is well." || err != nil {
		t.Errorf("the file has %q, %v", content, err)
	}

	if err := bot.Webhooks.Delete(t.Context(), hook.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := post(t.Context(), config, address, "again", nil); !errors.Is(err, rest.ErrUnknownWebhook) {
		t.Errorf("a webhook that is gone: %v", err)
	}
	if _, err := post(t.Context(), config, "https://example.com", "hi", nil); err == nil {
		t.Error("an address that is no webhook's is taken")
	}
	if _, err := post(t.Context(), config, address, "hi", []string{"missing.txt"}); err == nil || !strings.Contains(err.Error(), "missing.txt") {
		t.Errorf("a file that is missing: %v", err)
	}
}
