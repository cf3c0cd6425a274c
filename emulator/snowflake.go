package emulator

import (
	"encoding/json"
	"strconv"
	"time"
)

// discordEpoch is 2015-01-01 in Unix milliseconds, from which IDs count.
//
// Discord docs: https://docs.discord.com/developers/reference#snowflakes
const discordEpoch = 1420070400000

// A snowflake is an ID in a request. Discord reads strings and numbers, the
// latter exactly: some clients send them as JSON numbers of 64 bits.
type snowflake uint64

// parseSnowflake reads the decimal form, without sign or leading zeros.
func parseSnowflake(s string) (snowflake, bool) {
	if s == "" || len(s) > 1 && s[0] == '0' || s[0] == '+' {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 64)
	return snowflake(n), err == nil
}

// bindJSON reads a string, a number or null, which is none.
func (s *snowflake) bindJSON(raw json.RawMessage, at formPath, _ rule) {
	text := string(raw)
	if text == "null" {
		*s = 0
		return
	}
	if text[0] == '"' && json.Unmarshal(raw, &text) != nil {
		at.add(codeNumberCoerce, "Value is not snowflake.")
		return
	}
	n, ok := parseSnowflake(text)
	if !ok {
		at.addf(codeNumberCoerce, "Value %q is not snowflake.", text)
		return
	}
	*s = n
}

// MarshalJSON writes a string, and null for none.
func (s snowflake) MarshalJSON() ([]byte, error) {
	if s == 0 {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, strconv.FormatUint(uint64(s), 10)), nil
}

// snowflakes makes IDs as Discord does: the time in milliseconds, and a number
// that tells apart what was made in the same one. It needs the world's lock.
type snowflakes struct{ last uint64 }

// next returns an ID that is larger than all before.
func (g *snowflakes) next(now time.Time) uint64 {
	id := snowflakeAt(now)
	if id <= g.last {
		id = g.last + 1
	}
	g.last = id
	return id
}

// snowflakeAt returns the smallest ID of the moment. Before 2015, and that is
// before Discord, it is zero.
func snowflakeAt(t time.Time) uint64 {
	ms := t.UnixMilli() - discordEpoch
	if ms < 0 {
		return 0
	}
	return uint64(ms) << 22
}

// snowflakeTime returns when an ID was made.
func snowflakeTime(id uint64) time.Time {
	return time.UnixMilli(int64(id>>22) + discordEpoch).UTC()
}
