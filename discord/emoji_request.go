package discord

// CreateGuildEmoji is a new emoji of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#create-guild-emoji
type CreateGuildEmoji struct {
	Name  string    `json:"name"`           // 2-32 characters
	Image ImageData `json:"image"`          // at most 256 KiB, best 128 by 128
	Roles []RoleID  `json:"roles,omitzero"` // who may use it; empty: everyone
}

// Validate checks the limits that Discord documents.
func (b CreateGuildEmoji) Validate() error {
	var c checker
	c.emoji(b.Name, b.Image)
	return c.err()
}

// UpdateGuildEmoji is a change of a guild's emoji. Fields that are absent stay
// as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#modify-guild-emoji
type UpdateGuildEmoji struct {
	Name  string   `json:"name,omitzero"`  // 2-32 characters
	Roles []RoleID `json:"roles,omitzero"` // who may use it; nil keeps, empty: everyone
}

// Validate checks the limits that Discord documents.
func (b UpdateGuildEmoji) Validate() error {
	var c checker
	if b.Name != "" {
		c.length("name", b.Name, 2, 32)
	}
	return c.err()
}

// CreateApplicationEmoji is a new emoji of an application.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#create-application-emoji
type CreateApplicationEmoji struct {
	Name  string    `json:"name"`  // 2-32 characters
	Image ImageData `json:"image"` // at most 256 KiB, best 128 by 128
}

// Validate checks the limits that Discord documents.
func (b CreateApplicationEmoji) Validate() error {
	var c checker
	c.emoji(b.Name, b.Image)
	return c.err()
}

// UpdateApplicationEmoji is a change of an application's emoji.
//
// Discord docs: https://docs.discord.com/developers/resources/emoji#modify-application-emoji
type UpdateApplicationEmoji struct {
	Name string `json:"name,omitzero"` // 2-32 characters; empty keeps
}

// Validate checks the limits that Discord documents.
func (b UpdateApplicationEmoji) Validate() error {
	var c checker
	if b.Name != "" {
		c.length("name", b.Name, 2, 32)
	}
	return c.err()
}

// maxEmojiImage is how many bytes an emoji's picture may have.
const maxEmojiImage = 256 << 10

// emoji checks a new emoji.
func (c *checker) emoji(name string, image ImageData) {
	c.length("name", name, 2, 32)
	c.required("image", image != "")
	c.image("image", image)
	if n := image.size(); n > maxEmojiImage {
		c.add("image", "must have at most 256 KiB")
	}
}
