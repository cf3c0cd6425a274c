package event

import "github.com/accord-go/accord/discord"

// EntitlementCreate tells that a user or a guild has got what an application
// sells.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#entitlement-create
type EntitlementCreate struct {
	Meta `json:"-"`
	discord.Entitlement
}

// EventName returns "ENTITLEMENT_CREATE".
func (*EntitlementCreate) EventName() string { return "ENTITLEMENT_CREATE" }

// EntitlementUpdate tells that an entitlement changed. Of a subscription it
// comes only when that ends, and EndsAt says when.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#entitlement-update
type EntitlementUpdate struct {
	Meta `json:"-"`
	discord.Entitlement
}

// EventName returns "ENTITLEMENT_UPDATE".
func (*EntitlementUpdate) EventName() string { return "ENTITLEMENT_UPDATE" }

// EntitlementDelete tells that an entitlement was taken back: the money was
// refunded, or Discord or the application deleted it. It does not come for
// those that expire.
//
// Discord docs: https://docs.discord.com/developers/events/gateway-events#entitlement-delete
type EntitlementDelete struct {
	Meta `json:"-"`
	discord.Entitlement
}

// EventName returns "ENTITLEMENT_DELETE".
func (*EntitlementDelete) EventName() string { return "ENTITLEMENT_DELETE" }
