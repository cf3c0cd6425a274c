package discord

//go:generate go tool stringer -type=StickerType,StickerFormatType -output=sticker_string.go

// Sticker is a picture that is sent on its own: a standard one of a pack, or
// one of a guild's.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#sticker-object
type Sticker struct {
	ID          StickerID         `json:"id"`
	PackID      StickerPackID     `json:"pack_id,omitzero"`
	Name        string            `json:"name"`
	Description *string           `json:"description"`
	Tags        string            `json:"tags"` // comma-separated words for search
	Type        StickerType       `json:"type"`
	FormatType  StickerFormatType `json:"format_type"`
	Available   *bool             `json:"available,omitzero"`
	GuildID     GuildID           `json:"guild_id,omitzero"`
	User        *User             `json:"user,omitzero"` // who uploaded it
	SortValue   *int              `json:"sort_value,omitzero"`
}

// StickerItem is what is needed to show a sticker of a message.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#sticker-item-object
type StickerItem struct {
	ID         StickerID         `json:"id"`
	Name       string            `json:"name"`
	FormatType StickerFormatType `json:"format_type"`
}

// StickerPack is a set of standard stickers.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#sticker-pack-object
type StickerPack struct {
	ID             StickerPackID         `json:"id"`
	Stickers       []Sticker             `json:"stickers"`
	Name           string                `json:"name"`
	SKUID          SKUID                 `json:"sku_id"`
	CoverStickerID StickerID             `json:"cover_sticker_id,omitzero"`
	Description    string                `json:"description"`
	BannerAssetID  ID[StickerPackBanner] `json:"banner_asset_id,omitzero"`
}

// StickerPackBanner names the banner picture of a sticker pack; it has no
// object of its own, only an ID.
type StickerPackBanner struct{}

// StickerType tells a standard sticker from a guild's.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#sticker-object-sticker-types
type StickerType int

// The kinds of stickers.
const (
	StickerTypeStandard StickerType = 1
	StickerTypeGuild    StickerType = 2
)

// StickerFormatType is the file format of a sticker.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#sticker-object-sticker-format-types
type StickerFormatType int

// The formats of stickers.
const (
	StickerFormatTypePNG    StickerFormatType = 1
	StickerFormatTypeAPNG   StickerFormatType = 2
	StickerFormatTypeLottie StickerFormatType = 3
	StickerFormatTypeGIF    StickerFormatType = 4
)

// StickerPacks are the packs of standard stickers.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#list-sticker-packs
type StickerPacks struct {
	StickerPacks []StickerPack `json:"sticker_packs"`
}
