package discord

// CreateGuildTemplate makes a template of a guild.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template#create-guild-template
type CreateGuildTemplate struct {
	Name        string `json:"name"`                 // 1 to 100 characters
	Description string `json:"description,omitzero"` // at most 120 characters
}

// Validate checks the limits that Discord documents.
func (b CreateGuildTemplate) Validate() error {
	var c checker
	c.length("name", b.Name, 1, 100)
	c.length("description", b.Description, 0, 120)
	return c.err()
}

// UpdateGuildTemplate is a change of a template's texts. Fields that are absent
// stay as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-template#modify-guild-template
type UpdateGuildTemplate struct {
	Name        string           `json:"name,omitzero"`        // 1 to 100 characters
	Description Optional[string] `json:"description,omitzero"` // at most 120 characters
}

// Validate checks the limits that Discord documents.
func (b UpdateGuildTemplate) Validate() error {
	var c checker
	c.length("name", b.Name, 0, 100)
	description, _ := b.Description.Get()
	c.length("description", description, 0, 120)
	return c.err()
}
