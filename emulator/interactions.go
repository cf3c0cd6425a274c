package emulator

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
)

// interactionRoutes are the answers to interactions; more of them are among
// the webhooks' routes. They need no token but the interaction's own.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding
var interactionRoutes = []route{
	{method: http.MethodPost, pattern: "/interactions/{interaction_id}/{interaction_token}/callback", auth: authNone, limit: limitCallback, open: (*Emulator).respondInteraction},
}

// The kinds of first answers.
const (
	callbackMessage        = 4
	callbackDeferred       = 5
	callbackDeferredUpdate = 6
	callbackUpdate         = 7
	callbackAutocomplete   = 8
	callbackLaunch         = 12
)

var callbackKinds = []int{1, 4, 5, 6, 7, 8, 9, 12}

// callbackForm is a first answer.
type callbackForm struct {
	Type *int            `json:"type" rule:"required"`
	Data json.RawMessage `json:"data"`
}

// data binds the answer's data.
func (f *callbackForm) data(into any) error {
	raw := f.Data
	if len(raw) == 0 {
		raw = []byte("{}")
	}
	check := new(form)
	bindAny(raw, into, check.at("data"))
	return check.err()
}

// respondInteraction takes the bot's first answer to an interaction.
func (e *Emulator) respondInteraction(r *request) (reply, error) {
	it := e.state.interactions[discord.InteractionID(r.id("interaction_id"))]
	switch {
	case it == nil || it.Token != r.vars["interaction_token"] || it.failed || !it.usable(r.now):
		return reply{}, errUnknownInteraction
	case it.callback != nil:
		return reply{}, errAlreadyAcknowledged
	case e.state.channels[it.channel.ID] == nil:
		return reply{}, errUnknownChannel
	}
	withResponse, err := r.queryBool("with_response")
	if err != nil {
		return reply{}, err
	}
	var f callbackForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if err := it.fits(*f.Type, it.bot.app.Flags); err != nil {
		return reply{}, err
	}
	if err := it.bot.callback(r, it, &f); err != nil {
		return reply{}, err
	}
	it.respond(slices.Clone(json.RawMessage(r.body)))
	e.tellPage(it)
	if !withResponse {
		return noContent()
	}
	return ok(e.callbackResponse(it, *f.Type))
}

// fits refuses answers that an interaction of its type can't have.
func (it *interaction) fits(kind int, flags discord.ApplicationFlags) error {
	if !slices.Contains(callbackKinds, kind) {
		return invalid(codeChoices, "Value must be one of "+tuple(callbackKinds)+".", "type")
	}
	allowed := map[discord.InteractionType][]int{
		discord.InteractionTypeApplicationCommand:             {callbackMessage, callbackDeferred, callbackModal, callbackLaunch},
		discord.InteractionTypeMessageComponent:               {callbackMessage, callbackDeferred, callbackDeferredUpdate, callbackUpdate, callbackModal, callbackLaunch},
		discord.InteractionTypeApplicationCommandAutocomplete: {callbackAutocomplete},
		discord.InteractionTypeModalSubmit:                    {callbackMessage, callbackDeferred, callbackLaunch},
	}[it.Type]
	if it.Type == discord.InteractionTypeModalSubmit && it.source != nil {
		allowed = append(allowed, callbackDeferredUpdate, callbackUpdate)
	}
	launches := kind != callbackLaunch || flags.Has(discord.ApplicationFlagEmbedded)
	if !slices.Contains(allowed, kind) || !launches {
		return invalid("INTERACTION_CALLBACK_TYPE_INVALID", "This type of response cannot be used for this interaction", "type")
	}
	return nil
}

// callback carries out a first answer.
func (b *bot) callback(r *request, it *interaction, f *callbackForm) error {
	switch *f.Type {
	case callbackMessage:
		var body messageForm
		if err := f.data(&body); err != nil {
			return err
		}
		return b.answerFirst(r, it, &body)
	case callbackDeferred:
		var body struct {
			Flags discord.MessageFlags `json:"flags"`
		}
		if err := f.data(&body); err != nil {
			return err
		}
		b.deferAnswer(r, it, body.Flags)
	case callbackDeferredUpdate:
		it.original = it.source
	case callbackUpdate:
		if b.state.messages[it.source.ID] == nil {
			return errUnknownMessage
		}
		var body editForm
		if err := f.data(&body); err != nil {
			return err
		}
		if err := b.answerer(r, it, "data").edit(it.source, &body); err != nil {
			return err
		}
		it.original = it.source
		b.updated(it.source)
	case callbackAutocomplete:
		return f.checkChoices(it)
	case callbackModal:
		return f.checkModal()
	case callbackLaunch:
		b.launch(r, it)
	}
	return nil
}

// answerer returns a composer of the answers to an interaction. Whether the bot
// may send messages in the channel does not matter for them.
func (b *bot) answerer(r *request, it *interaction, within ...any) *composer {
	return &composer{
		e: b.Emulator, r: r, ch: it.channel, author: b.user,
		perms: everything &^ (discord.PermissionMentionEveryone &^ it.AppPermissions),
		kinds: []string{"users"}, flags: flagsOfAnswers, within: within,
	}
}

// answerFirst posts a first answer.
func (b *bot) answerFirst(r *request, it *interaction, f *messageForm) error {
	f.MessageReference = nil
	m, err := b.answerer(r, it, "data").create(f)
	if err != nil {
		return err
	}
	it.own(m)
	it.original = m
	b.post(m, r.now)
	return nil
}

// deferAnswer posts a message that says that the bot is thinking.
func (b *bot) deferAnswer(r *request, it *interaction, flags discord.MessageFlags) {
	c := b.answerer(r, it)
	c.flags = discord.MessageFlagEphemeral
	m := c.newMessage(&messageForm{Flags: flags})
	m.Flags |= discord.MessageFlagLoading
	it.own(m)
	it.original = m
	b.post(m, r.now)
}

// own makes a message an answer to the interaction.
func (it *interaction) own(m *message) {
	m.WebhookID, m.ApplicationID = discord.WebhookID(it.ApplicationID), it.ApplicationID
	m.InteractionMetadata = it.metadata()
	if m.Flags.Has(discord.MessageFlagEphemeral) {
		m.onlyFor = it.person.ID
		for i := range m.Attachments {
			m.Attachments[i].Ephemeral = true
		}
	}
	answered := it.source
	if it.original != nil {
		m.InteractionMetadata.OriginalResponseMessageID = it.original.ID
		answered = it.original
	}
	data, isCommand := it.Data.(discord.CommandData)
	if isCommand && answered == nil {
		m.Interaction = &discord.MessageInteraction{ID: it.ID, Type: it.Type, Name: usedName(&data), User: *it.person}
	}
	switch {
	case answered != nil:
		m.Type = discord.MessageTypeReply
		m.MessageReference = &discord.MessageReference{MessageID: answered.ID, ChannelID: answered.ChannelID, GuildID: answered.guild}
	case isCommand && data.Type != discord.CommandTypeChatInput:
		m.Type = discord.MessageTypeContextMenuCommand
	case isCommand:
		m.Type = discord.MessageTypeChatInputCommand
	}
}

// usedName returns the name of a command with its group and subcommand.
func usedName(data *discord.CommandData) string {
	name := data.Name
	group, sub := data.SubCommand()
	for _, part := range []string{group, sub} {
		if part != "" {
			name += " " + part
		}
	}
	return name
}

// metadata tells of the interaction in its answers.
func (it *interaction) metadata() *discord.MessageInteractionMetadata {
	m := &discord.MessageInteractionMetadata{
		ID: it.ID, Type: it.Type, User: *it.person, AuthorizingIntegrationOwners: it.AuthorizingIntegrationOwners,
	}
	if data, isCommand := it.Data.(discord.CommandData); isCommand {
		switch data.Type {
		case discord.CommandTypeUser:
			if user, _, found := data.Target(); found {
				m.TargetUser = &user
			}
		case discord.CommandTypeMessage:
			m.TargetMessageID = discord.MessageID(data.TargetID)
		}
	}
	if it.Type == discord.InteractionTypeMessageComponent && it.source != nil {
		m.InteractedMessageID = it.source.ID
	}
	if it.opener != nil {
		m.TriggeringInteractionMetadata = it.opener.metadata()
	}
	return m
}

// checkChoices wants choices that fit the option that is being filled in.
func (f *callbackForm) checkChoices(it *interaction) error {
	var body struct {
		Choices []commandChoice `json:"choices" rule:"required,len=0..25"`
	}
	if err := f.data(&body); err != nil {
		return err
	}
	option := commandOption{Type: optionString, Choices: body.Choices}
	if data, isAutocomplete := it.Data.(discord.AutocompleteData); isAutocomplete {
		if focused, found := data.Focused(); found {
			option.Type = int(focused.Type)
		}
	}
	check := new(form)
	for i, c := range option.Choices {
		option.checkChoice(c.Value, check.at("data", "choices", i, "value"))
	}
	return check.err()
}

// checkModal checks a modal.
func (f *callbackForm) checkModal() error {
	var body struct {
		CustomID   string                   `json:"custom_id" rule:"required,len=1..100"`
		Title      string                   `json:"title" rule:"required,len=1..45"`
		Components componentList[modalRole] `json:"components" rule:"required"`
	}
	if err := f.data(&body); err != nil {
		return err
	}
	check := new(form)
	checkModal(body.Components, check.at("data", "components"))
	return check.err()
}

// callbackResponse is what a first answer is answered with, if asked for.
//
// Discord docs: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object
type callbackResponse struct {
	Interaction callbackInteraction `json:"interaction"`
	Resource    *callbackResource   `json:"resource,omitzero"`
}

type callbackInteraction struct {
	ID        discord.InteractionID   `json:"id"`
	Type      discord.InteractionType `json:"type"`
	MessageID discord.MessageID       `json:"response_message_id,omitzero"`
	Loading   *bool                   `json:"response_message_loading,omitzero"`
	Ephemeral *bool                   `json:"response_message_ephemeral,omitzero"`
	Activity  string                  `json:"activity_instance_id,omitzero"`
}

type callbackResource struct {
	Type    int              `json:"type"`
	Message *discord.Message `json:"message,omitzero"`

	Activity *discord.ActivityInstance `json:"activity_instance,omitzero"`
}

func (e *Emulator) callbackResponse(it *interaction, kind int) callbackResponse {
	out := callbackResponse{Interaction: callbackInteraction{ID: it.ID, Type: it.Type}}
	if it.original != nil {
		out.Interaction.MessageID = it.original.ID
		out.Interaction.Loading = new(it.original.Flags.Has(discord.MessageFlagLoading))
		out.Interaction.Ephemeral = new(it.original.Flags.Has(discord.MessageFlagEphemeral))
	}
	if kind == callbackMessage || kind == callbackUpdate {
		out.Resource = &callbackResource{Type: kind, Message: it.bot.view(it.original)}
	}
	if kind == callbackLaunch {
		out.Interaction.Activity = it.bot.activities[it.channel.ID].InstanceID
		out.Resource = &callbackResource{Type: kind, Activity: &discord.ActivityInstance{ID: out.Interaction.Activity}}
	}
	return out
}
