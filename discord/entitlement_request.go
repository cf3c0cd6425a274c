package discord

// CreateTestEntitlement grants a test entitlement to a guild or a user.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement#create-test-entitlement
type CreateTestEntitlement struct {
	SKUID     SKUID                `json:"sku_id"`
	OwnerID   ID[GuildUser]        `json:"owner_id"`
	OwnerType EntitlementOwnerType `json:"owner_type"`
}

// Validate checks that everything is there.
func (b CreateTestEntitlement) Validate() error {
	var c checker
	c.required("sku_id", b.SKUID != 0)
	c.required("owner_id", b.OwnerID != 0)
	c.required("owner_type", b.OwnerType != 0)
	return c.err()
}
