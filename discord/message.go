package discord

//go:generate go tool stringer -type=MessageType,MessageActivityType,MessageReferenceType,ReactionType,BaseThemeType,PurchaseType -output=message_string.go

// Message is a message of a channel.
//
// Without the MESSAGE_CONTENT intent, Content, Embeds, Attachments and
// Components are empty and Poll is nil, except in messages that the bot sent,
// that mention it, or that it got in a direct message.
//
// Discord docs: https://docs.discord.com/developers/resources/message#message-object
type Message struct {
	ID                   MessageID                   `json:"id"`
	ChannelID            ChannelID                   `json:"channel_id"`
	Author               User                        `json:"author"` // id, name and avatar of the webhook where WebhookID is set
	Content              string                      `json:"content"`
	Timestamp            Time                        `json:"timestamp"`
	EditedTimestamp      Time                        `json:"edited_timestamp"` // zero: never edited
	TTS                  bool                        `json:"tts"`
	MentionEveryone      bool                        `json:"mention_everyone"`
	Mentions             []User                      `json:"mentions"`
	MentionRoles         []RoleID                    `json:"mention_roles"`
	MentionChannels      []ChannelMention            `json:"mention_channels,omitzero"` // crossposted messages only
	Attachments          []Attachment                `json:"attachments"`
	Embeds               []Embed                     `json:"embeds"`
	Reactions            []Reaction                  `json:"reactions,omitzero"`
	Nonce                Nonce                       `json:"nonce,omitzero"` // what the sender gave, in the event of its own message
	Pinned               bool                        `json:"pinned"`
	WebhookID            WebhookID                   `json:"webhook_id,omitzero"`
	Type                 MessageType                 `json:"type"`
	Activity             *MessageActivity            `json:"activity,omitzero"`
	Application          *BasicApplication           `json:"application,omitzero"`    // partial; with Activity
	ApplicationID        ApplicationID               `json:"application_id,omitzero"` // of an interaction's answer, or the application's own webhook
	Flags                MessageFlags                `json:"flags,omitzero"`
	MessageReference     *MessageReference           `json:"message_reference,omitzero"`    // what it answers, forwards or crossposts
	MessageSnapshots     []MessageSnapshot           `json:"message_snapshots,omitzero"`    // what it forwards
	ReferencedMessage    *Message                    `json:"referenced_message,omitzero"`   // what it answers; nil: unknown or deleted
	InteractionMetadata  *MessageInteractionMetadata `json:"interaction_metadata,omitzero"` // of the interaction that it answers
	Interaction          *MessageInteraction         `json:"interaction,omitzero"`          // deprecated, but the only place of the command's name
	Thread               *Channel                    `json:"thread,omitzero"`               // that was started from it
	Components           Components                  `json:"components,omitzero"`
	StickerItems         []StickerItem               `json:"sticker_items,omitzero"`
	Stickers             []Sticker                   `json:"stickers,omitzero"` // deprecated: StickerItems
	Position             *int                        `json:"position,omitzero"` // approximate place in its thread
	RoleSubscriptionData *RoleSubscriptionData       `json:"role_subscription_data,omitzero"`
	Resolved             *Resolved                   `json:"resolved,omitzero"` // what selects of its components chose by default
	Poll                 *Poll                       `json:"poll,omitzero"`
	Call                 *MessageCall                `json:"call,omitzero"`
	SharedClientTheme    *SharedClientTheme          `json:"shared_client_theme,omitzero"`
	PurchaseNotification *PurchaseNotification       `json:"purchase_notification,omitzero"` // undocumented; with type PURCHASE_NOTIFICATION
	LobbyMember          *MessageLobbyMember         `json:"lobby_member,omitzero"`          // undocumented; of messages that come from a lobby
}

// MessageType is the kind of a message.
//
// Discord docs: https://docs.discord.com/developers/resources/message#message-object-message-types
type MessageType int

// The kinds of messages. All but DEFAULT, REPLY, CHAT_INPUT_COMMAND,
// CONTEXT_MENU_COMMAND and THREAD_STARTER_MESSAGE are posted by Discord.
const (
	MessageTypeDefault                                 MessageType = 0
	MessageTypeRecipientAdd                            MessageType = 1
	MessageTypeRecipientRemove                         MessageType = 2
	MessageTypeCall                                    MessageType = 3
	MessageTypeChannelNameChange                       MessageType = 4
	MessageTypeChannelIconChange                       MessageType = 5
	MessageTypeChannelPinnedMessage                    MessageType = 6
	MessageTypeUserJoin                                MessageType = 7
	MessageTypeGuildBoost                              MessageType = 8
	MessageTypeGuildBoostTier1                         MessageType = 9
	MessageTypeGuildBoostTier2                         MessageType = 10
	MessageTypeGuildBoostTier3                         MessageType = 11
	MessageTypeChannelFollowAdd                        MessageType = 12
	MessageTypeGuildDiscoveryDisqualified              MessageType = 14
	MessageTypeGuildDiscoveryRequalified               MessageType = 15
	MessageTypeGuildDiscoveryGracePeriodInitialWarning MessageType = 16
	MessageTypeGuildDiscoveryGracePeriodFinalWarning   MessageType = 17
	MessageTypeThreadCreated                           MessageType = 18
	MessageTypeReply                                   MessageType = 19
	MessageTypeChatInputCommand                        MessageType = 20
	MessageTypeThreadStarterMessage                    MessageType = 21
	MessageTypeGuildInviteReminder                     MessageType = 22
	MessageTypeContextMenuCommand                      MessageType = 23
	MessageTypeAutoModerationAction                    MessageType = 24
	MessageTypeRoleSubscriptionPurchase                MessageType = 25
	MessageTypeInteractionPremiumUpsell                MessageType = 26
	MessageTypeStageStart                              MessageType = 27
	MessageTypeStageEnd                                MessageType = 28
	MessageTypeStageSpeaker                            MessageType = 29
	MessageTypeStageTopic                              MessageType = 31
	MessageTypeGuildApplicationPremiumSubscription     MessageType = 32
	MessageTypeGuildIncidentAlertModeEnabled           MessageType = 36
	MessageTypeGuildIncidentAlertModeDisabled          MessageType = 37
	MessageTypeGuildIncidentReportRaid                 MessageType = 38
	MessageTypeGuildIncidentReportFalseAlarm           MessageType = 39
	MessageTypePurchaseNotification                    MessageType = 44
	MessageTypePollResult                              MessageType = 46
	MessageTypeHDStreamingUpgraded                     MessageType = 55 // undocumented
)

// MessageFlags are marks of a message.
//
// Discord docs: https://docs.discord.com/developers/resources/message#message-object-message-flags
type MessageFlags uint64

// The flags of a message.
const (
	MessageFlagCrossposted                      MessageFlags = 1 << 0
	MessageFlagIsCrosspost                      MessageFlags = 1 << 1
	MessageFlagSuppressEmbeds                   MessageFlags = 1 << 2 // can be set
	MessageFlagSourceMessageDeleted             MessageFlags = 1 << 3
	MessageFlagUrgent                           MessageFlags = 1 << 4
	MessageFlagHasThread                        MessageFlags = 1 << 5 // the thread has the message's ID
	MessageFlagEphemeral                        MessageFlags = 1 << 6 // only one user sees it; answers to interactions
	MessageFlagLoading                          MessageFlags = 1 << 7 // deferred answer to an interaction
	MessageFlagFailedToMentionSomeRolesInThread MessageFlags = 1 << 8
	MessageFlagSuppressNotifications            MessageFlags = 1 << 12 // can be set
	MessageFlagIsVoiceMessage                   MessageFlags = 1 << 13 // can be set
	MessageFlagHasSnapshot                      MessageFlags = 1 << 14 // it forwards another
	MessageFlagIsComponentsV2                   MessageFlags = 1 << 15 // can be set, never removed: components instead of content, embeds, polls and stickers
)

// Has reports whether f contains all of flags.
func (f MessageFlags) Has(flags MessageFlags) bool { return f&flags == flags }

// With returns f with flags added.
func (f MessageFlags) With(flags MessageFlags) MessageFlags { return f | flags }

// Without returns f with flags removed.
func (f MessageFlags) Without(flags MessageFlags) MessageFlags { return f &^ flags }

// MessageReference points to another message: the one that is answered,
// forwarded, crossposted or pinned.
//
// Discord docs: https://docs.discord.com/developers/resources/message#message-reference-structure
type MessageReference struct {
	Type            MessageReferenceType `json:"type,omitzero"`
	MessageID       MessageID            `json:"message_id,omitzero"`
	ChannelID       ChannelID            `json:"channel_id,omitzero"` // may be left out in answers; needed to forward
	GuildID         GuildID              `json:"guild_id,omitzero"`
	FailIfNotExists *bool                `json:"fail_if_not_exists,omitzero"` // only sent; nil means true: answering a deleted message is an error
}

// MessageReferenceType tells an answer from a forwarded message.
type MessageReferenceType int

// The kinds of references.
const (
	MessageReferenceTypeDefault MessageReferenceType = 0
	MessageReferenceTypeForward MessageReferenceType = 1
)

// MessageSnapshot is a forwarded message as it was then. Only some of its
// fields are set; it has no author.
//
// Discord docs: https://docs.discord.com/developers/resources/message#message-snapshot-object
type MessageSnapshot struct {
	Message PartialMessage `json:"message"`
}

// PartialMessage is the part of a message that a snapshot keeps.
type PartialMessage struct {
	Type            MessageType   `json:"type"`
	Content         string        `json:"content"`
	Embeds          []Embed       `json:"embeds"`
	Attachments     []Attachment  `json:"attachments"`
	Timestamp       Time          `json:"timestamp"`
	EditedTimestamp Time          `json:"edited_timestamp"`
	Flags           MessageFlags  `json:"flags,omitzero"`
	Mentions        []User        `json:"mentions"`
	MentionRoles    []RoleID      `json:"mention_roles"`
	StickerItems    []StickerItem `json:"sticker_items,omitzero"`
	Stickers        []Sticker     `json:"stickers,omitzero"` // deprecated: StickerItems
	Components      Components    `json:"components,omitzero"`
}

// MessageInteractionMetadata tells which interaction a message answers. Which
// of the optional fields are set depends on Type.
//
// Discord docs: https://docs.discord.com/developers/resources/message#message-interaction-metadata-object
type MessageInteractionMetadata struct {
	ID                            InteractionID                                `json:"id"`
	Type                          InteractionType                              `json:"type"`
	User                          User                                         `json:"user"`
	AuthorizingIntegrationOwners  map[ApplicationIntegrationType]ID[GuildUser] `json:"authorizing_integration_owners"`
	OriginalResponseMessageID     MessageID                                    `json:"original_response_message_id,omitzero"`    // follow-ups only
	TargetUser                    *User                                        `json:"target_user,omitzero"`                     // user commands
	TargetMessageID               MessageID                                    `json:"target_message_id,omitzero"`               // message commands
	InteractedMessageID           MessageID                                    `json:"interacted_message_id,omitzero"`           // components
	TriggeringInteractionMetadata *MessageInteractionMetadata                  `json:"triggering_interaction_metadata,omitzero"` // modals
}

// MessageInteraction names the command that a message answers. Discord still
// sends it, but has deprecated it in favour of [MessageInteractionMetadata],
// which does not tell the name.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#message-interaction-object
type MessageInteraction struct {
	ID            InteractionID   `json:"id"`
	Type          InteractionType `json:"type"`
	Name          string          `json:"name"`                    // of the command, with its group and subcommand
	NameLocalized string          `json:"name_localized,omitzero"` // undocumented
	User          User            `json:"user"`
	Member        *Member         `json:"member,omitzero"` // partial: without its user; in MESSAGE_CREATE only
}

// GuildUser stands for a guild or a user, in IDs that can be either's.
type GuildUser struct{}

// Reaction is an emoji under a message, with how many users chose it.
//
// Discord docs: https://docs.discord.com/developers/resources/message#reaction-object
type Reaction struct {
	Count        int                  `json:"count"` // super reactions included
	CountDetails ReactionCountDetails `json:"count_details"`
	Me           bool                 `json:"me"`
	MeBurst      bool                 `json:"me_burst"`
	Emoji        Emoji                `json:"emoji"`
	BurstColors  []string             `json:"burst_colors"` // #rrggbb
}

// ReactionCountDetails tells normal reactions from super reactions.
type ReactionCountDetails struct {
	Burst  int `json:"burst"`
	Normal int `json:"normal"`
}

// ReactionType tells a normal reaction from a super reaction.
type ReactionType int

// The kinds of reactions.
const (
	ReactionTypeNormal ReactionType = 0
	ReactionTypeBurst  ReactionType = 1
)

// ChannelMention is a channel that a crossposted message mentions.
type ChannelMention struct {
	ID      ChannelID   `json:"id"`
	GuildID GuildID     `json:"guild_id"`
	Type    ChannelType `json:"type"`
	Name    string      `json:"name"`
}

// MessageActivity is the activity that a message invites to.
type MessageActivity struct {
	Type    MessageActivityType `json:"type"`
	PartyID string              `json:"party_id,omitzero"`
}

// MessageActivityType is the kind of such an invitation.
type MessageActivityType int

// The kinds of invitations.
const (
	MessageActivityTypeJoin          MessageActivityType = 1
	MessageActivityTypeSpectate      MessageActivityType = 2
	MessageActivityTypeListen        MessageActivityType = 3
	MessageActivityTypeJoinRequest   MessageActivityType = 5
	MessageActivityTypeStreamRequest MessageActivityType = 6
)

// RoleSubscriptionData is what a message of type ROLE_SUBSCRIPTION_PURCHASE
// tells.
type RoleSubscriptionData struct {
	RoleSubscriptionListingID SKUID  `json:"role_subscription_listing_id"`
	TierName                  string `json:"tier_name"`
	TotalMonthsSubscribed     int    `json:"total_months_subscribed"`
	IsRenewal                 bool   `json:"is_renewal"`
}

// MessageCall is the call that a message of type CALL tells of.
type MessageCall struct {
	Participants   []UserID `json:"participants"`
	EndedTimestamp Time     `json:"ended_timestamp,omitzero"` // zero: it goes on
}

// SharedClientTheme is a look for Discord's apps that a message shares.
//
// Discord docs: https://docs.discord.com/developers/resources/message#shared-client-theme-object
type SharedClientTheme struct {
	Colors        []string `json:"colors"`         // at most 5, as rrggbb
	GradientAngle int      `json:"gradient_angle"` // degrees, at most 360
	BaseMix       int      `json:"base_mix"`       // at most 100

	BaseTheme *BaseThemeType `json:"base_theme,omitzero"`
}

// BaseThemeType is what a [SharedClientTheme] is mixed with.
//
// Discord docs: https://docs.discord.com/developers/resources/message#base-theme-types
type BaseThemeType int

// The base themes.
const (
	BaseThemeTypeUnset    BaseThemeType = 0
	BaseThemeTypeDark     BaseThemeType = 1
	BaseThemeTypeLight    BaseThemeType = 2
	BaseThemeTypeDarker   BaseThemeType = 3
	BaseThemeTypeMidnight BaseThemeType = 4
)

// PurchaseNotification tells of a purchase, in a message of type
// PURCHASE_NOTIFICATION. Only Discord's OpenAPI document knows it.
type PurchaseNotification struct {
	Type                 PurchaseType          `json:"type"`
	GuildProductPurchase *GuildProductPurchase `json:"guild_product_purchase,omitzero"`
}

// PurchaseType is what was bought.
type PurchaseType int

// PurchaseTypeGuildProduct is a product of a guild.
const PurchaseTypeGuildProduct PurchaseType = 0

// GuildProductPurchase is the purchase of a guild's product.
type GuildProductPurchase struct {
	ListingID   SKUID  `json:"listing_id"`
	ProductName string `json:"product_name"`
}

// MessageLobbyMember is who wrote a message in a lobby. Only Discord's OpenAPI
// document knows it.
type MessageLobbyMember struct {
	AdditionalName string `json:"additional_name"`
}
