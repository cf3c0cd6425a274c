// Package sample has a struct for each thing that wiregen has to know.
package sample

import (
	"encoding/json"
	"time"

	"github.com/accord-go/accord/internal/wiregen/testdata/base"
)

type (
	// UserID is an alias of a generic type of another package.
	UserID = base.ID[base.User]
	// Name is a named string.
	Name string
	// Flags is a named integer.
	Flags uint8
	// Tags is a named slice without a decoder.
	Tags []Name
	// Foreign has base.User's fields, but not its methods.
	Foreign base.User
)

// Everything has a field of each supported type.
type Everything struct {
	String   string  `json:"string"`
	Bool     bool    `json:"bool"`
	Int      int     `json:"int,omitzero"`
	Int8     int8    `json:"int8"`
	Uint16   uint16  `json:"uint16"`
	Float    float64 `json:"float"`
	Float32  float32 `json:"float32"`
	Name     Name    `json:"name"`
	Flags    Flags   `json:"flags"`
	Untagged string
	Ignored  string `json:"-"`
	hidden   string

	ID    UserID          `json:"id"`
	Kind  base.Kind       `json:"kind"`
	User  base.User       `json:"user"`
	Time  time.Time       `json:"time"`
	Raw   json.RawMessage `json:"raw"`
	Any   any             `json:"any"`
	Plain struct {
		X int `json:"x"`
	} `json:"plain"`
	Foreign Foreign `json:"foreign"`
	Text    Text    `json:"text"`

	Pointer  *string                `json:"pointer"`
	Self     *Everything            `json:"self"`
	Twice    **int                  `json:"twice"`
	Slice    []string               `json:"slice"`
	IDs      []UserID               `json:"ids"`
	Users    []base.User            `json:"users"`
	UserPtrs []*base.User           `json:"user_ptrs"`
	Matrix   [][]int                `json:"matrix"`
	Tags     Tags                   `json:"tags"`
	TagLists []Tags                 `json:"tag_lists"`
	Bytes    []byte                 `json:"bytes"`
	Pair     [2]float64             `json:"pair"`
	Pairs    [][2]base.Kind         `json:"pairs"`
	Map      map[string]int         `json:"map"`
	Named    map[Name]*Name         `json:"named"`
	ByID     map[UserID]base.User   `json:"by_id"`
	ByInt    map[int]string         `json:"by_int"`
	Lists    map[string][]base.User `json:"lists"`
	Dash     int                    `json:"-,"`
	X, Y     int
}

// Text decodes itself with encoding/json only.
type Text struct{ S string }

// UnmarshalText makes Text a JSON string.
func (t *Text) UnmarshalText(b []byte) error {
	t.S = "text " + string(b)
	return nil
}

// Box is generic: encoding/json decodes it.
type Box[T any] struct {
	Value T `json:"value"`
}

// Boxed has a generic field.
type Boxed struct {
	Box Box[int] `json:"box"`
}

// Tolerant passes over what it can't decode.
//
//wire:lenient
type Tolerant struct {
	Level int         `json:"level"`
	User  base.User   `json:"user"`
	Names []string    `json:"names"`
	Deep  *Everything `json:"deep"`
}

// Holder holds one, and embeds it.
type Holder struct {
	Tolerant
	List  []Tolerant `json:"list"`
	After int        `json:"after"`
}
