package sample

import (
	"github.com/accord-go/accord/internal/wire"
	"github.com/accord-go/accord/internal/wiregen/testdata/base"
)

// Meta has nothing for JSON.
type Meta struct{ Shard int }

// Event is a struct of another package with more fields.
type Event struct {
	Meta `json:"-"`
	base.User
	*base.Extra
	GuildID UserID `json:"guild_id"`
}

// Conflict has keys that embedded structs have too: name is its own, kind is
// nobody's, tagged is the tagged one's.
type Conflict struct {
	base.User
	other
	Name string `json:"name"`
}

type other struct {
	Kind   int `json:"kind"`
	Level  int `json:"level"`
	Tagged int
	deep
}

type deep struct {
	Level int    `json:"level"`
	Deep  string `json:"deep"`
	X     int    `json:"Tagged"`
}

// Renamed embeds under a key.
type Renamed struct {
	base.User `json:"user"`
	Tags
}

// Inherits would decode as base.User if it had no decoder of its own.
type Inherits struct {
	base.User
	Validated bool
}

// Validate makes Inherits a request body.
func (Inherits) Validate() error { return nil }

// Delegates embeds a struct that decodes itself.
type Delegates struct {
	base.ByHand
	Level int `json:"level"`
}

// Only has nothing beside such a struct.
type Only struct {
	Meta `json:"-"`
	*base.ByHand
}

// Empty skips everything.
type Empty struct {
	Meta `json:"-"`
}

// Helped has methods that take part in its decoding.
type Helped struct {
	Kind  int   `json:"kind"`
	Shape Shape `json:"shape"`
}

// Shape is a union.
type Shape interface{ Area() int }

// Square is the Shape of kind 4.
type Square struct{ Side int }

// Area returns the area.
func (s Square) Area() int { return s.Side * s.Side }

func (h *Helped) decodeStart(d *wire.Decoder) {
	if ahead, ok := d.Lookahead("kind"); ok {
		h.Kind = int(ahead.Int())
	}
}

func (h *Helped) decodeShape(d *wire.Decoder) {
	if n := int(d.Int()); h.Kind == 4 {
		h.Shape = Square{n}
	}
}

// EmbedsHelped has to leave the object to Helped first.
type EmbedsHelped struct {
	Helped
	Level int `json:"level"`
}
