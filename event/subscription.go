package event

import "github.com/accord-go/accord/discord"

// SubscriptionCreate tells that a user has subscribed to what an application
// sells. Whether the user has got it is told by [EntitlementCreate].
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#subscription-create
type SubscriptionCreate struct {
	Meta `json:"-"`
	discord.Subscription
}

// EventName returns "SUBSCRIPTION_CREATE".
func (*SubscriptionCreate) EventName() string { return "SUBSCRIPTION_CREATE" }

// SubscriptionUpdate tells that a subscription changed: it was renewed,
// cancelled, or has ended.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#subscription-update
type SubscriptionUpdate struct {
	Meta `json:"-"`
	discord.Subscription
}

// EventName returns "SUBSCRIPTION_UPDATE".
func (*SubscriptionUpdate) EventName() string { return "SUBSCRIPTION_UPDATE" }

// SubscriptionDelete tells that a subscription is gone.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#subscription-delete
type SubscriptionDelete struct {
	Meta `json:"-"`
	discord.Subscription
}

// EventName returns "SUBSCRIPTION_DELETE".
func (*SubscriptionDelete) EventName() string { return "SUBSCRIPTION_DELETE" }
