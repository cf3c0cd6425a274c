package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	accord "github.com/accord-go/accord/discord"
	accordrest "github.com/accord-go/accord/rest"
	"github.com/bwmarrin/discordgo"
	"github.com/diamondburned/arikawa/v3/api"
	arikawa "github.com/diamondburned/arikawa/v3/discord"
	"github.com/diamondburned/arikawa/v3/utils/httputil"
	"github.com/diamondburned/arikawa/v3/utils/httputil/httpdriver"
	disgo "github.com/disgoorg/disgo/discord"
	disgorest "github.com/disgoorg/disgo/rest"
	"github.com/disgoorg/snowflake/v2"
)

// RESTWork is messages to create.
type RESTWork struct {
	Warm     int // messages before the start
	Requests int
	Callers  int // who create them, side by side
	Channels int // in turns
	Global   int // requests in a second that libraries are told about, if they can be; 0: nothing
}

// RESTResult is what it took, beside the usage in Result.
type RESTResult struct{ Failed int }

// posters make a function that creates a message, for each library as it is by
// default. All share one kind of HTTP client.
var posters = map[string]func(cfg Config, c *http.Client) (func(ctx context.Context, channel uint64) error, error){
	"accord": func(cfg Config, c *http.Client) (func(context.Context, uint64) error, error) {
		r := accordrest.New(accordrest.Bot(token), accordrest.Config{
			API: cfg.API, Transport: c.Transport, Logger: slog.New(slog.DiscardHandler),
			Limiter: accordrest.NewLimiter(accordrest.LimiterConfig{Global: cfg.REST.Global}),
		})
		return func(ctx context.Context, channel uint64) error {
			_, err := r.Messages.Create(ctx, accord.ChannelID(channel), accord.CreateMessage{Content: "bench"})
			return err
		}, r.Err()
	},
	"discordgo": func(_ Config, c *http.Client) (func(context.Context, uint64) error, error) {
		s, err := discordgo.New("Bot " + token)
		if err != nil {
			return nil, err
		}
		s.Client = c
		return func(_ context.Context, channel uint64) error {
			_, err := s.ChannelMessageSend(strconv.FormatUint(channel, 10), "bench")
			return err
		}, nil
	},
	"disgo": func(_ Config, c *http.Client) (func(context.Context, uint64) error, error) {
		r := disgorest.New(disgorest.NewClient(token, disgorest.WithHTTPClient(c)))
		return func(ctx context.Context, channel uint64) error {
			_, err := r.CreateMessage(snowflake.ID(channel), disgo.MessageCreate{Content: "bench"}, disgorest.WithCtx(ctx))
			return err
		}, nil
	},
	"arikawa": func(_ Config, c *http.Client) (func(context.Context, uint64) error, error) {
		h := httputil.NewClient()
		h.Client = httpdriver.WrapClient(*c)
		r := api.NewCustomClient("Bot "+token, h)
		return func(_ context.Context, channel uint64) error {
			_, err := r.SendMessage(arikawa.ChannelID(channel), "bench")
			return err
		}, nil
	},
	"net/http": func(_ Config, c *http.Client) (func(context.Context, uint64) error, error) {
		return func(ctx context.Context, channel uint64) error {
			_, err := plainly(ctx, c, channel, strings.NewReader(`{"content":"bench"}`))
			return err
		}, nil
	},
	"encoding/json": func(_ Config, c *http.Client) (func(context.Context, uint64) error, error) {
		return func(ctx context.Context, channel uint64) error {
			body, err := json.Marshal(map[string]string{"content": "bench"})
			if err != nil {
				return err
			}
			answer, err := plainly(ctx, c, channel, bytes.NewReader(body))
			if err != nil {
				return err
			}
			return json.Unmarshal(answer, new(disgo.Message))
		}, nil
	},
}

// plainly creates a message without a library and returns the answer.
func plainly(ctx context.Context, c *http.Client, channel uint64, body io.Reader) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://discord.com/api/v10/channels/"+strconv.FormatUint(channel, 10)+"/messages", body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bot "+token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.Transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", resp.StatusCode)
	}
	return answer, err
}

// redirect sends requests to Discord to the server, in whatever way the library
// calls it.
type redirect struct {
	to        *url.URL
	transport http.RoundTripper
}

func (r *redirect) RoundTrip(req *http.Request) (*http.Response, error) {
	req.URL.Scheme, req.URL.Host = r.to.Scheme, r.to.Host
	return r.transport.RoundTrip(req)
}

// measureREST creates messages.
func measureREST(ctx context.Context, cfg Config, out io.Writer) (*Result, error) {
	to, err := url.Parse(cfg.API)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{MaxIdleConns: 1024, MaxIdleConnsPerHost: 1024}
	post, err := posters[cfg.Library](cfg, &http.Client{Transport: &redirect{to, transport}})
	if err != nil {
		return nil, err
	}
	work := *cfg.REST
	if failed := work.do(ctx, work.Warm, post); failed > 0 {
		return nil, fmt.Errorf("%d of %d messages before the start failed", failed, work.Warm)
	}
	before, err := takeUsage()
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(out, "{}\n"); err != nil {
		return nil, err
	}
	stop, err := profile(cfg.Profile)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	failed := work.do(ctx, work.Requests, post)
	result := &Result{Handled: work.Requests - failed, Time: time.Since(start), REST: &RESTResult{Failed: failed}}
	stop()
	after, err := usageNow()
	if err != nil {
		return nil, err
	}
	after.since(before, result)
	return result, nil
}

// do creates n messages and returns how many could not be.
func (w RESTWork) do(ctx context.Context, n int, post func(ctx context.Context, channel uint64) error) int {
	var next, failed atomic.Int64
	var wg sync.WaitGroup
	for range min(w.Callers, n) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				if err := post(ctx, 1_200_000_000_000_000_000+uint64(i)%uint64(w.Channels)); err != nil {
					failed.Add(1)
				}
			}
		})
	}
	wg.Wait()
	return int(failed.Load())
}
