package discord

import (
	"time"

	"github.com/accord-go/accord/internal/wire"
)

// Time is a moment as Discord writes it: ISO 8601 with microseconds. The zero
// Time means none; it encodes as null.
//
// Discord docs: https://docs.discord.com/developers/reference#iso8601-datetime
type Time struct{ time.Time }

// At returns t as a Time.
func At(t time.Time) Time { return Time{t} }

// MarshalJSON writes the time in UTC with microseconds, as Discord does.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	b := make([]byte, 0, 34)
	b = append(b, '"')
	b = t.UTC().AppendFormat(b, "2006-01-02T15:04:05.000000+00:00")
	return append(b, '"'), nil
}

// UnmarshalJSON reads ISO 8601 or null, which is the zero Time.
func (t *Time) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, t) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (t *Time) UnmarshalJSONFrom(d *wire.Decoder) error {
	t.Time = d.Time()
	return d.Err()
}
