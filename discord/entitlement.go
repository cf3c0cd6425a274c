package discord

//go:generate go tool stringer -type=EntitlementType,EntitlementOwnerType,FulfillmentStatus -output=entitlement_string.go

// Entitlement is a user's or a guild's right to what an application sells.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement#entitlement-object
type Entitlement struct {
	ID                EntitlementID      `json:"id"`
	SKUID             SKUID              `json:"sku_id"`
	ApplicationID     ApplicationID      `json:"application_id"`
	UserID            UserID             `json:"user_id,omitzero"`
	Type              EntitlementType    `json:"type"`
	Deleted           bool               `json:"deleted"`
	StartsAt          Time               `json:"starts_at"` // zero: at all times
	EndsAt            Time               `json:"ends_at"`   // zero: without end
	GuildID           GuildID            `json:"guild_id,omitzero"`
	Consumed          bool               `json:"consumed,omitzero"`           // consumable items only
	FulfilledAt       Time               `json:"fulfilled_at,omitzero"`       // not documented
	FulfillmentStatus *FulfillmentStatus `json:"fulfillment_status,omitzero"` // not documented
	GifterUserID      UserID             `json:"gifter_user_id,omitzero"`     // not documented
	ParentID          EntitlementID      `json:"parent_id,omitzero"`          // not documented
}

// EntitlementType is how an entitlement came about.
//
// Discord docs: https://docs.discord.com/developers/resources/entitlement#entitlement-object-entitlement-types
type EntitlementType int

// The kinds of entitlements.
const (
	EntitlementTypePurchase                EntitlementType = 1
	EntitlementTypePremiumSubscription     EntitlementType = 2
	EntitlementTypeDeveloperGift           EntitlementType = 3
	EntitlementTypeTestModePurchase        EntitlementType = 4
	EntitlementTypeFreePurchase            EntitlementType = 5
	EntitlementTypeUserGift                EntitlementType = 6
	EntitlementTypePremiumPurchase         EntitlementType = 7
	EntitlementTypeApplicationSubscription EntitlementType = 8
	EntitlementTypeQuestReward             EntitlementType = 10 // not documented
)

// FulfillmentStatus is how far the delivery of an entitlement is. It is not
// documented.
type FulfillmentStatus int

// The states of delivery.
const (
	FulfillmentStatusUnknown              FulfillmentStatus = 0
	FulfillmentStatusFulfillmentNotNeeded FulfillmentStatus = 1
	FulfillmentStatusFulfillmentNeeded    FulfillmentStatus = 2
	FulfillmentStatusFulfilled            FulfillmentStatus = 3
	FulfillmentStatusFulfillmentFailed    FulfillmentStatus = 4
	FulfillmentStatusUnfulfillmentNeeded  FulfillmentStatus = 5
	FulfillmentStatusUnfulfilled          FulfillmentStatus = 6
	FulfillmentStatusUnfulfillmentFailed  FulfillmentStatus = 7
)

// EntitlementOwnerType tells whether a test entitlement is a guild's or a
// user's.
type EntitlementOwnerType int

// The owners of test entitlements.
const (
	EntitlementOwnerTypeGuild EntitlementOwnerType = 1
	EntitlementOwnerTypeUser  EntitlementOwnerType = 2
)
