package discord

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/accord-go/accord/internal/wire"
)

// Scalar is a value that a user gave: a text, a number, true or false, or
// null. The zero Scalar is no value at all; tag such fields omitzero.
//
// It keeps the text that it was decoded from, so that large numbers stay
// exact.
type Scalar struct{ json string }

// ScalarOf returns v as a Scalar.
func ScalarOf[T string | bool | int | int64 | float64](v T) Scalar {
	b, err := json.Marshal(v)
	if err != nil { // not a number, or infinite
		return Scalar{"null"}
	}
	return Scalar{string(b)}
}

// IsZero reports whether there is no value; encoding/json's omitzero asks.
func (s Scalar) IsZero() bool { return s.json == "" }

// IsNull reports whether the value is null.
func (s Scalar) IsNull() bool { return s.json == "null" }

// Text returns a text, and whether the value is one.
func (s Scalar) Text() (string, bool) {
	if !strings.HasPrefix(s.json, `"`) {
		return "", false
	}
	d := wire.NewDecoder(s.json)
	text := d.String()
	return text, d.End() == nil
}

// Int returns a number without fraction, and whether the value is one that
// fits.
func (s Scalar) Int() (int64, bool) {
	n, err := strconv.ParseInt(s.json, 10, 64)
	if err != nil {
		return 0, false
	}
	return n, true
}

// Float returns a number, and whether the value is one that fits.
func (s Scalar) Float() (float64, bool) {
	if !s.isNumber() {
		return 0, false
	}
	f, err := strconv.ParseFloat(s.json, 64)
	if err != nil {
		return 0, false
	}
	return f, true
}

// Bool returns true or false, and whether the value is one of them.
func (s Scalar) Bool() (value, ok bool) {
	return s.json == "true", s.json == "true" || s.json == "false"
}

// Snowflake returns an ID, and whether the value can be one. Convert it to the
// kind of ID that the option is for.
func (s Scalar) Snowflake() (uint64, bool) {
	text, ok := s.Text()
	if !ok {
		text = s.json
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, false
	}
	return n, n != 0
}

// String returns a text as it is and anything else as it is written in JSON.
func (s Scalar) String() string {
	if text, ok := s.Text(); ok {
		return text
	}
	return s.json
}

func (s Scalar) isNumber() bool {
	return s.json != "" && (s.json[0] == '-' || '0' <= s.json[0] && s.json[0] <= '9')
}

// MarshalJSON encodes the value; where there is none, as null.
func (s Scalar) MarshalJSON() ([]byte, error) {
	if s.IsZero() {
		return []byte("null"), nil
	}
	return []byte(s.json), nil
}

// UnmarshalJSON decodes a value.
func (s *Scalar) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, s) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (s *Scalar) UnmarshalJSONFrom(d *wire.Decoder) error {
	s.json = d.Raw()
	return d.Err()
}
