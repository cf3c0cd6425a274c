package discord

import (
	"fmt"
	"strconv"
	"time"

	"github.com/accord-go/accord/internal/wire"
)

// epoch is the first second of 2015 in UTC, from which Discord counts the
// milliseconds in its IDs.
var epoch = time.UnixMilli(1420070400000)

// An ID is Discord's snowflake, typed by the object that it names, so that a
// user's ID can't be passed where a channel's is wanted. Zero means none.
//
// An ID decodes from a JSON string, a number or null (which is zero), and
// encodes as a string, or null when it is zero.
//
// Discord docs: https://docs.discord.com/developers/reference#snowflakes
type ID[T any] uint64

// The IDs of Discord's objects.
type (
	ApplicationID  = ID[Application]
	AttachmentID   = ID[Attachment]
	ChannelID      = ID[Channel]
	CommandID      = ID[ApplicationCommand]
	EmojiID        = ID[Emoji]
	EntitlementID  = ID[Entitlement]
	GuildID        = ID[Guild]
	IntegrationID  = ID[Integration]
	InteractionID  = ID[Interaction]
	LobbyID        = ID[Lobby]
	MessageID      = ID[Message]
	OverwriteID    = ID[PermissionOverwrite]
	RoleID         = ID[Role]
	SKUID          = ID[SKU]
	StickerID      = ID[Sticker]
	StickerPackID  = ID[StickerPack]
	SubscriptionID = ID[Subscription]
	TeamID         = ID[Team]
	UserID         = ID[User]
	WebhookID      = ID[Webhook]
)

// ParseID reads an ID from its decimal form, as Discord's apps copy it.
func ParseID[T any](s string) (ID[T], error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("discord: %q is not an ID", s)
	}
	return ID[T](n), nil
}

// IDAt returns the smallest ID that Discord could have made at t, for use as
// a cursor in lists that are ordered by ID. A time before 2015 gives zero.
func IDAt[T any](t time.Time) ID[T] {
	ms := t.UnixMilli() - epoch.UnixMilli()
	if ms < 0 {
		return 0
	}
	return ID[T](ms) << 22
}

// Time returns when the object was made, in UTC, exact to the millisecond.
func (id ID[T]) Time() time.Time {
	return epoch.Add(time.Duration(id>>22) * time.Millisecond).UTC()
}

// String returns the ID's decimal form.
func (id ID[T]) String() string { return strconv.FormatUint(uint64(id), 10) }

// MarshalJSON encodes the ID as a string, and zero as null.
func (id ID[T]) MarshalJSON() ([]byte, error) {
	if id == 0 {
		return []byte("null"), nil
	}
	b := make([]byte, 0, 22)
	b = append(b, '"')
	b = strconv.AppendUint(b, uint64(id), 10)
	return append(b, '"'), nil
}

// UnmarshalJSON decodes a string, a number or null.
func (id *ID[T]) UnmarshalJSON(b []byte) error {
	return wire.Unmarshal(b, id)
}

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (id *ID[T]) UnmarshalJSONFrom(d *wire.Decoder) error {
	*id = ID[T](d.ID())
	return d.Err()
}

// MarshalText makes an ID usable as the key of a JSON object.
func (id ID[T]) MarshalText() ([]byte, error) {
	return strconv.AppendUint(nil, uint64(id), 10), nil
}

// AppendText appends the ID's decimal form to b, without allocating.
func (id ID[T]) AppendText(b []byte) ([]byte, error) {
	return strconv.AppendUint(b, uint64(id), 10), nil
}

// UnmarshalText reads the decimal form.
func (id *ID[T]) UnmarshalText(b []byte) error {
	parsed, err := ParseID[T](string(b))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}
