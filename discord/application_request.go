package discord

import "strconv"

// UpdateApplication is a change of an application. Fields that are absent stay
// as they are.
//
// Discord docs: https://docs.discord.com/developers/resources/application#edit-current-application
type UpdateApplication struct {
	Description                    Optional[string]              `json:"description,omitzero"` // at most 400 characters
	Icon                           Optional[ImageData]           `json:"icon,omitzero"`
	CoverImage                     Optional[ImageData]           `json:"cover_image,omitzero"` // for invites by rich presence
	Tags                           []string                      `json:"tags,omitzero"`        // at most 5, each of at most 20 characters; nil keeps, empty clears
	CustomInstallURL               Optional[string]              `json:"custom_install_url,omitzero"`
	RoleConnectionsVerificationURL Optional[string]              `json:"role_connections_verification_url,omitzero"`
	InteractionsEndpointURL        Optional[string]              `json:"interactions_endpoint_url,omitzero"` // Discord sends it a PING, with a right and a wrong signature, before it takes it
	InstallParams                  Optional[InstallParams]       `json:"install_params,omitzero"`
	Flags                          Optional[ApplicationFlags]    `json:"flags,omitzero"` // only the three …Limited ones of intents can be changed
	EventWebhooksURL               Optional[string]              `json:"event_webhooks_url,omitzero"`
	EventWebhooksStatus            Optional[EventWebhooksStatus] `json:"event_webhooks_status,omitzero"` // disabled or enabled
	EventWebhooksTypes             []WebhookEventType            `json:"event_webhooks_types,omitzero"`  // nil keeps, empty clears

	// IntegrationTypesConfig is how the application can be installed: in
	// guilds, for users, or both. One kind or two; a nil one keeps Discord's
	// settings for it.
	IntegrationTypesConfig Optional[map[ApplicationIntegrationType]*ApplicationIntegrationTypeConfig] `json:"integration_types_config,omitzero"`

	// What follows is not documented.

	TeamID                Optional[TeamID]                           `json:"team_id,omitzero"`
	Type                  Optional[ApplicationType]                  `json:"type,omitzero"`
	ExplicitContentFilter Optional[ApplicationExplicitContentFilter] `json:"explicit_content_filter,omitzero"`
	MaxParticipants       Optional[int]                              `json:"max_participants,omitzero"` // of an activity; -1: no bound
}

// Validate checks the limits that Discord documents.
func (b UpdateApplication) Validate() error {
	var c checker
	c.optionalText("description", b.Description, 0, 400)
	c.optionalText("custom_install_url", b.CustomInstallURL, 0, 2048)
	c.optionalText("role_connections_verification_url", b.RoleConnectionsVerificationURL, 0, 2048)
	c.optionalText("interactions_endpoint_url", b.InteractionsEndpointURL, 0, 2048)
	c.optionalText("event_webhooks_url", b.EventWebhooksURL, 0, 2048)
	if icon, ok := b.Icon.Get(); ok {
		c.image("icon", icon)
	}
	if cover, ok := b.CoverImage.Get(); ok {
		c.image("cover_image", cover)
	}
	c.count("tags", len(b.Tags), 0, 5)
	seen := make(map[string]bool)
	for i, tag := range b.Tags {
		c.length(c.index("tags", i), tag, 0, 20)
		c.distinct(c.index("tags", i), tag, seen)
	}
	if status, ok := b.EventWebhooksStatus.Get(); ok {
		c.between("event_webhooks_status", int(status), 1, 2)
	}
	if n, ok := b.MaxParticipants.Get(); ok && n < -1 {
		c.add("max_participants", "must be at least -1")
	}
	b.checkInstall(&c)
	return c.err()
}

func (b *UpdateApplication) checkInstall(c *checker) {
	if params, ok := b.InstallParams.Get(); ok {
		c.within("install_params", params.check)
	}
	if config, ok := b.IntegrationTypesConfig.Get(); ok {
		c.count("integration_types_config", len(config), 1, 2)
		for kind, config := range config {
			if config != nil && config.OAuth2InstallParams != nil {
				c.within("integration_types_config."+strconv.Itoa(int(kind))+".oauth2_install_params", config.OAuth2InstallParams.check)
			}
		}
	}
}

func (p *InstallParams) check(c *checker) {
	c.count("scopes", len(p.Scopes), 1, 2)
	for i, scope := range p.Scopes {
		if scope != ScopeBot && scope != ScopeApplicationsCommands {
			c.add(c.index("scopes", i), "must be bot or applications.commands")
		}
	}
}

// optionalText checks the number of characters of a text that may be left out,
// or cleared.
func (c *checker) optionalText(path string, o Optional[string], least, most int) {
	if s, ok := o.Get(); ok {
		c.length(path, s, least, most)
	}
}

// distinct checks that no other element of the list has the text.
func (c *checker) distinct(path, s string, seen map[string]bool) {
	if seen[s] {
		c.add(path, "must be unique")
	}
	seen[s] = true
}
