package discord

//go:generate go tool stringer -type=SKUType -output=sku_string.go

// SKU is something that an application sells.
//
// Discord docs: https://docs.discord.com/developers/resources/sku#sku-object
type SKU struct {
	ID            SKUID         `json:"id"`
	Type          SKUType       `json:"type"`
	ApplicationID ApplicationID `json:"application_id"`
	Name          string        `json:"name"`
	Slug          string        `json:"slug"` // made by Discord from Name
	Flags         SKUFlags      `json:"flags"`
}

// SKUType is the kind of an [SKU].
//
// Discord docs: https://docs.discord.com/developers/resources/sku#sku-object-sku-types
type SKUType int

// The kinds of SKUs.
const (
	SKUTypeDurable           SKUType = 2 // bought once
	SKUTypeConsumable        SKUType = 3 // bought again and again
	SKUTypeSubscription      SKUType = 5
	SKUTypeSubscriptionGroup SKUType = 6 // made by Discord beside each subscription; sell the subscription
)

// SKUFlags are marks of an [SKU].
//
// Discord docs: https://docs.discord.com/developers/resources/sku#sku-object-sku-flags
type SKUFlags uint64

// The flags of an SKU.
const (
	SKUFlagAvailable         SKUFlags = 1 << 2
	SKUFlagGuildSubscription SKUFlags = 1 << 7 // for everyone in one guild
	SKUFlagUserSubscription  SKUFlags = 1 << 8 // for one user in all guilds
)

// Has reports whether f contains all of flags.
func (f SKUFlags) Has(flags SKUFlags) bool { return f&flags == flags }
