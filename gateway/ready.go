package gateway

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/internal/wire"
)

// parseReady reads what a session needs out of READY's data, and the bot's name.
// Each part is decoded by itself: one of another type than documented loses only
// itself.
func parseReady(data string) (s Session, name string, err error) {
	var errs []error
	part := func(name, raw string, read func(*wire.Decoder)) {
		d := wire.NewDecoder(raw)
		read(d)
		if err := d.End(); err != nil {
			errs = append(errs, fmt.Errorf("gateway: READY: %s: %w", name, err))
		}
	}
	d := wire.NewDecoder(data)
	d.ObjectStart()
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		raw := d.Raw()
		switch key {
		case "session_id":
			part(key, raw, func(d *wire.Decoder) { s.ID = strings.Clone(d.String()) })
		case "resume_gateway_url":
			part(key, raw, func(d *wire.Decoder) { s.ResumeURL = strings.Clone(d.String()) })
		case "user":
			part(key, raw, func(d *wire.Decoder) { s.UserID, name = userOf(d) })
		case "application":
			part(key, raw, func(d *wire.Decoder) { s.ApplicationID = idOf[discord.Application](d) })
		case "guilds":
			part(key, raw, func(d *wire.Decoder) {
				for more := d.ArrayStart() && d.More(); more; more = d.More() {
					s.Guilds = append(s.Guilds, idOf[discord.Guild](d))
				}
			})
		}
	}
	if err := d.Err(); err != nil {
		errs = append(errs, fmt.Errorf("gateway: READY: %w", err))
	}
	if s.ID == "" {
		errs = append(errs, errors.New("gateway: READY has no session ID: the session cannot be resumed"))
	}
	return s, name, errors.Join(errs...)
}

// userOf reads the id and the name of a user and skips the rest.
func userOf(d *wire.Decoder) (id discord.UserID, name string) {
	if !d.ObjectStart() {
		return 0, ""
	}
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		switch key {
		case "id":
			id = discord.UserID(d.ID())
		case "username":
			name = strings.Clone(d.String())
		default:
			d.Skip()
		}
	}
	return id, name
}

// idOf reads the id of an object and skips the rest.
func idOf[T any](d *wire.Decoder) discord.ID[T] {
	var id discord.ID[T]
	if !d.ObjectStart() {
		return 0
	}
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		if key == "id" {
			id = discord.ID[T](d.ID())
		} else {
			d.Skip()
		}
	}
	return id
}

const (
	// minInterval and maxInterval bound what a server may ask for.
	minInterval = 10 * time.Millisecond
	maxInterval = time.Hour
)

// parseHello reads HELLO's heartbeat interval.
func parseHello(data []byte) (time.Duration, error) {
	d := wire.NewDecoder(string(data))
	var ms float64
	if d.ObjectStart() {
		for key, ok := d.Key(); ok; key, ok = d.Key() {
			if key == "heartbeat_interval" {
				ms = d.Float()
			} else {
				d.Skip()
			}
		}
	}
	if err := d.End(); err != nil {
		return 0, &FrameError{Reason: "HELLO", Err: err}
	}
	if ms < float64(minInterval/time.Millisecond) || ms > float64(maxInterval/time.Millisecond) {
		return 0, &FrameError{Reason: fmt.Sprintf("HELLO with a heartbeat interval of %g ms", ms)}
	}
	return time.Duration(ms * float64(time.Millisecond)), nil
}

// parseRateLimited reads a RATE_LIMITED event.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#rate-limited
func parseRateLimited(data string) (*RateLimitError, error) {
	e := new(RateLimitError)
	d := wire.NewDecoder(data)
	if d.ObjectStart() {
		for key, ok := d.Key(); ok; key, ok = d.Key() {
			switch key {
			case "opcode":
				e.Op = Opcode(d.Int())
			case "retry_after":
				e.RetryAfter = time.Duration(min(max(d.Float(), 0), 86400) * float64(time.Second))
			case "meta":
				e.GuildID = guildOf(d)
			default:
				d.Skip()
			}
		}
	}
	if err := d.End(); err != nil {
		return nil, fmt.Errorf("gateway: RATE_LIMITED: %w", err)
	}
	return e, nil
}

// guildOf reads the guild_id of an object and skips the rest.
func guildOf(d *wire.Decoder) discord.GuildID {
	var id discord.GuildID
	if !d.ObjectStart() {
		return 0
	}
	for key, ok := d.Key(); ok; key, ok = d.Key() {
		if key == "guild_id" {
			id = discord.GuildID(d.ID())
		} else {
			d.Skip()
		}
	}
	return id
}
