package emulator

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/accord-go/accord/discord"
)

// A World is what there is before anything happens: applications with their
// bots, people, and guilds. It can be written in Go or as a JSON file; see
// [DefaultWorld] for an example of every part and [ReadWorld] for the file.
//
// The first application is the one that is meant where none is named: by
// [Emulator.Token], the page and the control API. Its bot is in all guilds. The
// others' bots are in those whose members they are; [Emulator.AddBot] adds more
// while the emulator runs.
type World struct {
	Applications []WorldApplication `json:"applications"`
	Users        []WorldUser        `json:"users"`  // people, and bots that nobody logs in as
	Guilds       []WorldGuild       `json:"guilds"` // the first one is where the page and the control API are by default
	Rules        Rules              `json:"rules,omitzero"`
}

// WorldApplication is an application whose bot is developed. The bot's ID is
// the application's.
type WorldApplication struct {
	ID          discord.ApplicationID `json:"id"`
	Name        string                `json:"name"`               // of the application and of its bot
	Description string                `json:"description"`        // empty: none
	Token       string                `json:"token"`              // of the bot; empty: one is made up, shaped as Discord's
	Privileged  *discord.Intents      `json:"privileged_intents"` // which privileged intents the portal grants; nil: all three

	// Permissions are what its install link asks for. In guilds that it is added
	// to while the emulator runs, the bot has a role of its own with them; zero:
	// it has none.
	Permissions discord.Permissions `json:"permissions"`

	Secret       string   `json:"client_secret"` // for OAuth2; empty: one is made up
	PublicClient bool     `json:"public_client"` // clients may go without the secret, if they have a verifier
	RedirectURIs []string `json:"redirect_uris"` // where OAuth2 may send users

	Activities bool `json:"activities"` // whether its owner has enabled Activities

	SKUs          []discord.SKU          `json:"skus"`          // what it sells
	Subscriptions []discord.Subscription `json:"subscriptions"` // of people, to what it sells
}

// WorldUser is an account.
type WorldUser struct {
	ID         discord.UserID `json:"id"`
	Username   string         `json:"username"`    // 2 to 32 characters
	GlobalName string         `json:"global_name"` // empty: none
	Bot        bool           `json:"bot"`

	Connections []discord.Connection `json:"connections"` // accounts elsewhere
}

// WorldGuild is a guild and all that is in it. The first application's bot is a
// member whether Members lists it or not, the others' bots only if it does.
type WorldGuild struct {
	ID       discord.GuildID `json:"id"`
	Name     string          `json:"name"`     // 2 to 100 characters
	OwnerID  discord.UserID  `json:"owner_id"` // one of the members
	Roles    []WorldRole     `json:"roles"`    // the role with the guild's ID is @everyone; it may be left out
	Channels []WorldChannel  `json:"channels"`
	Members  []WorldMember   `json:"members"` // the first one that is no bot is whom the page shows
	Features []string        `json:"features"`
}

// WorldRole is a role of a guild.
type WorldRole struct {
	ID          discord.RoleID      `json:"id"`
	Name        string              `json:"name"` // 1 to 100 characters
	Color       int                 `json:"color"`
	Hoist       bool                `json:"hoist"`
	Mentionable bool                `json:"mentionable"`
	Permissions discord.Permissions `json:"permissions"` // a decimal string in JSON
}

// WorldChannel is a channel of a guild.
type WorldChannel struct {
	ID         discord.ChannelID             `json:"id"`
	Type       discord.ChannelType           `json:"type"`      // Discord's number: 0 text, 2 voice, 4 category, 5 announcement, 13 stage, 15 forum, 16 media
	Name       string                        `json:"name"`      // 1 to 100 characters
	Topic      string                        `json:"topic"`     // empty: none
	ParentID   discord.ChannelID             `json:"parent_id"` // the category; zero: none
	NSFW       bool                          `json:"nsfw"`
	Slowmode   int                           `json:"rate_limit_per_user"` // seconds
	Overwrites []discord.PermissionOverwrite `json:"permission_overwrites"`
}

// WorldMember is a user's membership of a guild.
type WorldMember struct {
	UserID discord.UserID   `json:"user_id"`
	Nick   string           `json:"nick"` // empty: none
	Roles  []discord.RoleID `json:"roles"`
}

// Rules are what Discord may change: its times and limits, and what it hides.
// Zero values mean Discord's own, which are given with each field.
type Rules struct {
	HeartbeatInterval Duration `json:"heartbeat_interval,omitzero"` // 41.25 s
	ResumeWindow      Duration `json:"resume_window,omitzero"`      // how long a session outlives its connection; 3 minutes
	ReplayEvents      int      `json:"replay_events,omitzero"`      // how many events a session keeps for a resume; 10000
	SessionStarts     int      `json:"session_starts,omitzero"`     // how many sessions each bot may start in 24 hours; 1000
	MaxConcurrency    int      `json:"max_concurrency,omitzero"`    // how many of them in 5 seconds; 1
	Shards            int      `json:"shards,omitzero"`             // how many the gateway recommends; 1
	InvalidRequests   int      `json:"invalid_requests,omitzero"`   // how many answers 401, 403 and 429 in 10 minutes keep an address out; 10000

	// RevealChannels shows a bot all of the channels that it can't view, as before
	// November 16, 2026. Sessions that ask for it by CHANNEL_OBFUSCATION get them
	// obfuscated even so.
	RevealChannels bool `json:"reveal_channels,omitzero"`
}

// Duration is a time.Duration that JSON writes as "41.25s".
type Duration time.Duration

// MarshalText writes the duration as Go does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// bindJSON reads what [time.ParseDuration] reads.
func (d *Duration) bindJSON(raw json.RawMessage, at formPath, _ rule) {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		at.add(codeStringConvert, `Must be a duration such as "41.25s".`)
		return
	}
	parsed, err := time.ParseDuration(text)
	if err != nil {
		at.addf(codeStringConvert, "Must be a duration such as \"41.25s\", not %q.", text)
		return
	}
	*d = Duration(parsed)
}

// withDefaults returns the rules with Discord's values in place of zeros.
func (r Rules) withDefaults() Rules {
	setZero(&r.HeartbeatInterval, Duration(41250*time.Millisecond))
	setZero(&r.ResumeWindow, Duration(3*time.Minute))
	setZero(&r.ReplayEvents, 10000)
	setZero(&r.SessionStarts, 1000)
	setZero(&r.MaxConcurrency, 1)
	setZero(&r.Shards, 1)
	setZero(&r.InvalidRequests, 10000)
	return r
}

// lastID returns the largest ID in the world. New ones are larger, whatever the
// clock says: that of tests in virtual time stands before Discord's first day.
func (w *World) lastID() uint64 {
	var last uint64
	for i := range w.Applications {
		last = max(last, w.Applications[i].lastID())
	}
	for _, u := range w.Users {
		last = max(last, uint64(u.ID))
	}
	for _, g := range w.Guilds {
		last = max(last, uint64(g.ID))
		for _, r := range g.Roles {
			last = max(last, uint64(r.ID))
		}
		for _, c := range g.Channels {
			last = max(last, uint64(c.ID))
		}
	}
	return last
}

// lastID returns the largest ID of the application and of what it sells.
func (a *WorldApplication) lastID() uint64 {
	last := uint64(a.ID)
	for _, s := range a.SKUs {
		last = max(last, uint64(s.ID))
	}
	for _, s := range a.Subscriptions {
		last = max(last, uint64(s.ID))
	}
	return last
}

// setZero gives *p a value where it has none.
func setZero[T comparable](p *T, v T) {
	var zero T
	if *p == zero {
		*p = v
	}
}

// LoadWorld reads a world from a file and checks it. The error names the file
// and the place in it.
func LoadWorld(name string) (*World, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("world file: %w", err)
	}
	defer f.Close()
	w, err := ReadWorld(f)
	if err != nil {
		return nil, fmt.Errorf("world file %s: %w", name, err)
	}
	return w, nil
}

// maxWorldFile bounds what [ReadWorld] takes.
const maxWorldFile = 64 << 20

// ReadWorld reads a world as JSON and checks it. Keys that a world does not
// have are errors, since most often they are misspelt.
func ReadWorld(r io.Reader) (*World, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxWorldFile+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxWorldFile {
		return nil, fmt.Errorf("larger than %d MiB", maxWorldFile>>20)
	}
	w := new(World)
	if err := bindStrict(b, w); err != nil {
		return nil, err
	}
	return w, w.check()
}
