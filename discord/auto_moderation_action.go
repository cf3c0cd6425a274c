package discord

import (
	"encoding/json"

	"github.com/accord-go/accord/internal/wire"
)

// AutoModerationAction is something that a rule does: one of
// [BlockMessageAction], [SendAlertMessageAction], [TimeoutAction],
// [BlockMemberInteractionAction] and [UnknownAutoModerationAction].
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object
type AutoModerationAction interface {
	AutoModerationActionType() AutoModerationActionType
	autoModerationAction()
}

// AutoModerationActions are what a rule does.
type AutoModerationActions []AutoModerationAction

// UnmarshalJSON decodes each action by its type.
func (a *AutoModerationActions) UnmarshalJSON(b []byte) error { return wire.Unmarshal(b, a) }

// UnmarshalJSONFrom is UnmarshalJSON for generated decoders.
func (a *AutoModerationActions) UnmarshalJSONFrom(d *wire.Decoder) error {
	return decodeUnions(d, (*[]AutoModerationAction)(a), autoModerationActionMembers, unknownAutoModerationAction)
}

// DecodeAutoModerationAction decodes a single action. One of a kind that is not
// known becomes an [UnknownAutoModerationAction].
func DecodeAutoModerationAction(b []byte) (AutoModerationAction, error) {
	d := wire.NewDecoder(string(b))
	a := decodeUnion(d, autoModerationActionMembers, unknownAutoModerationAction)
	return a, d.End()
}

// AutoModerationActionType is a kind of action.
//
// Discord docs: https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-action-object-action-types
type AutoModerationActionType int

// The kinds of actions.
const (
	AutoModerationActionTypeBlockMessage           AutoModerationActionType = 1
	AutoModerationActionTypeSendAlertMessage       AutoModerationActionType = 2
	AutoModerationActionTypeTimeout                AutoModerationActionType = 3
	AutoModerationActionTypeBlockMemberInteraction AutoModerationActionType = 4
)

// BlockMessageAction keeps a message from being posted.
type BlockMessageAction struct {
	CustomMessage string `json:"custom_message,omitzero"` // what the author is told; at most 150 characters
}

// SendAlertMessageAction posts what was found to a channel.
type SendAlertMessageAction struct {
	ChannelID ChannelID `json:"channel_id"`
}

// TimeoutAction times the member out. It works with keywords and mention spam,
// and needs MODERATE_MEMBERS.
type TimeoutAction struct {
	DurationSeconds int `json:"duration_seconds"` // at most 2419200, 4 weeks
}

// BlockMemberInteractionAction keeps a member from doing anything until the
// profile is changed.
type BlockMemberInteractionAction struct{}

// UnknownAutoModerationAction is an action of a kind that this version of the
// library does not know. It is written as it came.
type UnknownAutoModerationAction struct {
	Type AutoModerationActionType
	Raw  json.RawMessage
}

// AutoModerationActionType returns [AutoModerationActionTypeBlockMessage].
func (BlockMessageAction) AutoModerationActionType() AutoModerationActionType {
	return AutoModerationActionTypeBlockMessage
}

// AutoModerationActionType returns [AutoModerationActionTypeSendAlertMessage].
func (SendAlertMessageAction) AutoModerationActionType() AutoModerationActionType {
	return AutoModerationActionTypeSendAlertMessage
}

// AutoModerationActionType returns [AutoModerationActionTypeTimeout].
func (TimeoutAction) AutoModerationActionType() AutoModerationActionType {
	return AutoModerationActionTypeTimeout
}

// AutoModerationActionType returns [AutoModerationActionTypeBlockMemberInteraction].
func (BlockMemberInteractionAction) AutoModerationActionType() AutoModerationActionType {
	return AutoModerationActionTypeBlockMemberInteraction
}

// AutoModerationActionType returns Type.
func (a UnknownAutoModerationAction) AutoModerationActionType() AutoModerationActionType {
	return a.Type
}

func (BlockMessageAction) autoModerationAction()           {}
func (SendAlertMessageAction) autoModerationAction()       {}
func (TimeoutAction) autoModerationAction()                {}
func (BlockMemberInteractionAction) autoModerationAction() {}
func (UnknownAutoModerationAction) autoModerationAction()  {}

// MarshalJSON writes the type, and the fields as metadata.
func (a BlockMessageAction) MarshalJSON() ([]byte, error) {
	type plain BlockMessageAction
	return marshalAction(a, plain(a))
}

// MarshalJSON writes the type, and the fields as metadata.
func (a SendAlertMessageAction) MarshalJSON() ([]byte, error) {
	type plain SendAlertMessageAction
	return marshalAction(a, plain(a))
}

// MarshalJSON writes the type, and the fields as metadata.
func (a TimeoutAction) MarshalJSON() ([]byte, error) {
	type plain TimeoutAction
	return marshalAction(a, plain(a))
}

// MarshalJSON writes the type, and empty metadata.
func (a BlockMemberInteractionAction) MarshalJSON() ([]byte, error) {
	return marshalAction(a, struct{}{})
}

// MarshalJSON returns Raw, or only the type where there is none.
func (a UnknownAutoModerationAction) MarshalJSON() ([]byte, error) {
	return marshalUnknown(a.Type, a.Raw)
}

func marshalAction(a AutoModerationAction, metadata any) ([]byte, error) {
	return marshalMember(a.AutoModerationActionType(), struct {
		Metadata any `json:"metadata"`
	}{metadata})
}

func autoModerationActionMembers(t AutoModerationActionType) member[AutoModerationAction] {
	switch t {
	case AutoModerationActionTypeBlockMessage:
		return actionOf[BlockMessageAction]
	case AutoModerationActionTypeSendAlertMessage:
		return actionOf[SendAlertMessageAction]
	case AutoModerationActionTypeTimeout:
		return actionOf[TimeoutAction]
	case AutoModerationActionTypeBlockMemberInteraction:
		return actionOf[BlockMemberInteractionAction]
	default:
		return nil
	}
}

// actionOf decodes an action from its metadata.
func actionOf[M AutoModerationAction](d *wire.Decoder) AutoModerationAction {
	var m M
	if d.ObjectStart() {
		for key, ok := d.Key(); ok; key, ok = d.Key() {
			if key == "metadata" {
				decodeInto(d, &m)
			} else {
				d.Skip()
			}
		}
	}
	return m
}

func unknownAutoModerationAction(t AutoModerationActionType, raw json.RawMessage) AutoModerationAction {
	return UnknownAutoModerationAction{Type: t, Raw: raw}
}
