package discord

// CreateGuildSticker is a new sticker of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#create-guild-sticker
type CreateGuildSticker struct {
	Name        string `json:"name"`                 // 2-30 characters
	Description string `json:"description,omitzero"` // empty, or 2-100 characters
	Tags        string `json:"tags"`                 // 1-200 characters; Discord's app writes the name of an emoji

	// File is the picture: PNG, APNG, GIF, or Lottie where the guild has the
	// feature VERIFIED or PARTNERED. At most 512 KiB, 320 by 320, 5 seconds.
	File File `json:"-"`
}

// Validate checks the limits that Discord documents.
func (b CreateGuildSticker) Validate() error {
	var c checker
	c.length("name", b.Name, 2, 30)
	if b.Description != "" {
		c.length("description", b.Description, 2, 100)
	}
	c.length("tags", b.Tags, 1, 200)
	c.required("file", b.File.Reader != nil)
	c.required("file.name", b.File.Name != "")
	if b.File.Size > maxSticker {
		c.add("file", "must have at most 512 KiB")
	}
	return c.err()
}

// maxSticker is how many bytes a sticker's picture may have.
const maxSticker = 512 << 10

// UpdateGuildSticker is a change of a sticker. Fields that are absent stay as
// they are.
//
// Discord docs: https://docs.discord.com/developers/resources/sticker#modify-guild-sticker
type UpdateGuildSticker struct {
	Name        string           `json:"name,omitzero"`        // 2-30 characters
	Description Optional[string] `json:"description,omitzero"` // 2-100 characters
	Tags        string           `json:"tags,omitzero"`        // 1-200 characters
}

// Validate checks the limits that Discord documents.
func (b UpdateGuildSticker) Validate() error {
	var c checker
	if b.Name != "" {
		c.length("name", b.Name, 2, 30)
	}
	if d, ok := b.Description.Get(); ok && d != "" {
		c.length("description", d, 2, 100)
	}
	if b.Tags != "" {
		c.length("tags", b.Tags, 1, 200)
	}
	return c.err()
}
