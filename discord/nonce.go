package discord

import (
	"strconv"

	"github.com/accord-go/accord/internal/wire"
)

// Nonce is a sender's own mark on a message, which comes back in the message's
// event. Discord allows a string of at most 25 characters, or an integer; an
// integer is kept in decimal form and encoded as a string.
type Nonce string

// UnmarshalJSON decodes a string, an integer or null.
func (n *Nonce) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, n) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (n *Nonce) UnmarshalJSONFrom(d *wire.Decoder) error {
	raw := d.Raw()
	switch {
	case d.Err() != nil || raw == "null":
		return d.Err()
	case raw[0] == '"':
		sub := wire.NewDecoder(raw)
		*n = Nonce(sub.String())
		return sub.Err()
	default:
		i, err := strconv.ParseInt(raw, 10, 64)
		*n = Nonce(strconv.FormatInt(i, 10))
		return err
	}
}
