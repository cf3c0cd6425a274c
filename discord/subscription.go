package discord

//go:generate go tool stringer -type=SubscriptionStatus -output=subscription_string.go

// Subscription is a user's subscription to what an application sells. Its
// beginning is the time of its ID. Whether the user has what is paid for is
// told by [Entitlement]s, never by Status.
//
// Discord docs: https://docs.discord.com/developers/resources/subscription#subscription-object
type Subscription struct {
	ID                 SubscriptionID     `json:"id"`
	UserID             UserID             `json:"user_id"`
	SKUIDs             []SKUID            `json:"sku_ids"`
	EntitlementIDs     []EntitlementID    `json:"entitlement_ids"`
	RenewalSKUIDs      []SKUID            `json:"renewal_sku_ids"` // from the next period on; nil: the same
	CurrentPeriodStart Time               `json:"current_period_start"`
	CurrentPeriodEnd   Time               `json:"current_period_end"`
	Status             SubscriptionStatus `json:"status"`
	CanceledAt         Time               `json:"canceled_at"`      // zero: it was not
	Country            *string            `json:"country,omitzero"` // where the money comes from, as ISO 3166-1 alpha-2; for private scopes only
}

// SubscriptionStatus is whether a subscription goes on.
//
// Discord docs: https://docs.discord.com/developers/resources/subscription#subscription-statuses
type SubscriptionStatus int

// The states of a subscription.
const (
	SubscriptionStatusActive   SubscriptionStatus = 0 // will renew
	SubscriptionStatusInactive SubscriptionStatus = 1 // is not charged
	SubscriptionStatusEnding   SubscriptionStatus = 2 // will not renew
)
