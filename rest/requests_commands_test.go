package rest_test

import (
	"context"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

var (
	someNames = map[discord.Locale]string{discord.LocaleGerman: "name"}
	someTexts = map[discord.Locale]string{discord.LocaleGerman: "Text"}
)

// fullOptions are options of all kinds, with everything that they can have.
func fullOptions() discord.SubCommandOptions {
	return discord.SubCommandOptions{
		discord.StringOption{Name: "a", NameLocalizations: someNames, Description: "d", DescriptionLocalizations: someTexts, Required: true, MinLength: 1, MaxLength: 6000, Choices: []discord.StringChoice{{Name: "One", NameLocalizations: someTexts, Value: "1"}}},
		discord.IntegerOption{Name: "b", Description: "d", MinValue: new(int64(-1)), MaxValue: new(int64(1)), Choices: []discord.IntegerChoice{{Name: "One", Value: 1}}},
		discord.NumberOption{Name: "c", Description: "d", MinValue: new(0.5), MaxValue: new(1.5), Choices: []discord.NumberChoice{{Name: "Half", Value: 0.5}}},
		discord.BooleanOption{Name: "e", Description: "d"},
		discord.UserOption{Name: "f", Description: "d"},
		discord.ChannelOption{Name: "g", Description: "d", ChannelTypes: []discord.ChannelType{discord.ChannelTypeGuildVoice}},
		discord.RoleOption{Name: "h", Description: "d"},
		discord.MentionableOption{Name: "i", Description: "d"},
		discord.AttachmentOption{Name: "j", Description: "d"},
		discord.StringOption{Name: "k", Description: "d", Autocomplete: true},
	}
}

func fullCommand() discord.CreateCommand {
	b := discord.CreateCommand{
		Type: discord.CommandTypeChatInput, Name: "name", NameLocalizations: someNames, Description: "Text", DescriptionLocalizations: someTexts,
		DefaultMemberPermissions: new(discord.PermissionManageGuild), IntegrationTypes: []discord.ApplicationIntegrationType{discord.ApplicationIntegrationTypeGuildInstall},
		Contexts: []discord.InteractionContextType{discord.InteractionContextTypeGuild},
	}
	for _, o := range fullOptions() {
		b.Options = append(b.Options, o)
	}
	return b
}

func commandChange() discord.UpdateCommand {
	return discord.UpdateCommand{
		Name: "name", NameLocalizations: discord.Set(someNames), Description: discord.Set("Text"), DescriptionLocalizations: discord.Null[map[discord.Locale]string](),
		DefaultMemberPermissions: discord.Set(discord.Permissions(0)), IntegrationTypes: discord.Set([]discord.ApplicationIntegrationType{discord.ApplicationIntegrationTypeUserInstall}),
		Contexts: discord.Null[[]discord.InteractionContextType](),
		Options: discord.CommandOptions{discord.SubCommandGroup{Name: "g", Description: "d", Options: discord.SubCommandGroupOptions{
			discord.SubCommand{Name: "s", NameLocalizations: someNames, Description: "d", DescriptionLocalizations: someTexts, Options: fullOptions()},
		}}},
	}
}

// commandSamples are requests for application commands.
var commandSamples = []sample{
	{"create_application_command", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.Create(ctx, 1, fullCommand())
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.Create(ctx, 1, discord.CreateCommand{Type: discord.CommandTypeUser, Name: "Profile"})
		return err
	}},
	{"create_application_command", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.Create(ctx, 1, discord.CreateCommand{Type: discord.CommandTypePrimaryEntryPoint, Name: "launch", Description: "Play", Handler: discord.CommandHandlerDiscordLaunchActivity})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.Create(ctx, 1, discord.CreateCommand{Name: "ping", Description: "d"})
		return err
	}},
	{"update_application_command", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.Update(ctx, 1, 2, commandChange())
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.Update(ctx, 1, 2, discord.UpdateCommand{})
		return err
	}},
	{"bulk_set_application_commands", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.BulkSet(ctx, 1, []discord.CreateCommand{fullCommand(), {ID: 3, Type: discord.CommandTypeMessage, Name: "Report"}})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.BulkSet(ctx, 1, nil)
		return err
	}},
	{"create_guild_application_command", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.CreateInGuild(ctx, 1, 2, fullCommand())
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.CreateInGuild(ctx, 1, 2, discord.CreateCommand{Name: "ping", Description: "d"})
		return err
	}},
	{"update_guild_application_command", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.UpdateInGuild(ctx, 1, 2, 3, commandChange())
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.UpdateInGuild(ctx, 1, 2, 3, discord.UpdateCommand{Options: discord.CommandOptions{}})
		return err
	}},
	{"bulk_set_guild_application_commands", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.BulkSetInGuild(ctx, 1, 2, []discord.CreateCommand{fullCommand()})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.BulkSetInGuild(ctx, 1, 2, []discord.CreateCommand{})
		return err
	}},
	{"set_guild_application_command_permissions", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.SetPermissions(ctx, 1, 2, 3, discord.UpdateCommandPermissions{Permissions: []discord.CommandPermission{{ID: 4, Type: discord.CommandPermissionTypeRole, Permission: true}}})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Commands.SetPermissions(ctx, 1, 2, 3, discord.UpdateCommandPermissions{Permissions: []discord.CommandPermission{}})
		return err
	}},
}

// respond answers an interaction.
func respond(r discord.InteractionResponse) func(context.Context, *rest.Client) error {
	return func(ctx context.Context, c *rest.Client) error { return c.Interactions.Respond(ctx, 1, "token", r) }
}

// interactionSamples are answers to interactions.
var interactionSamples = []sample{
	{
		"create_interaction_response",
		respond(discord.InteractionResponse{Type: discord.InteractionCallbackTypeChannelMessageWithSource, Data: discord.InteractionMessage{
			TTS: true, Content: "hi", Embeds: []discord.Embed{fullEmbed()}, AllowedMentions: &discord.AllowedMentions{Users: []discord.UserID{1}},
			Flags: discord.MessageFlagEphemeral, Components: fullRows(), Poll: fullPoll(), Files: []discord.File{upload("a.png")},
		}}),
		respond(discord.InteractionResponse{Type: discord.InteractionCallbackTypePong}),
	},
	{
		"create_interaction_response",
		respond(discord.InteractionResponse{Type: discord.InteractionCallbackTypeModal, Data: discord.Modal{CustomID: "m", Title: "Modal", Components: fullModal()}}),
		respond(discord.InteractionResponse{Type: discord.InteractionCallbackTypeDeferredChannelMessageWithSource, Data: discord.InteractionMessage{Flags: discord.MessageFlagEphemeral}}),
	},
	{
		"create_interaction_response",
		respond(discord.InteractionResponse{Type: discord.InteractionCallbackTypeUpdateMessage, Data: discord.UpdateMessage{Content: discord.Set("hi"), Components: discord.Set(fullRows())}}),
		respond(discord.InteractionResponse{Type: discord.InteractionCallbackTypeDeferredUpdateMessage}),
	},
	{
		"create_interaction_response",
		respond(discord.InteractionResponse{Type: discord.InteractionCallbackTypeApplicationCommandAutocompleteResult, Data: discord.AutocompleteResult{Choices: discord.Choices{
			discord.StringChoice{Name: "One", NameLocalizations: someTexts, Value: "1"}, discord.StringChoice{Name: "Two", Value: "2"},
		}}}),
		respond(discord.InteractionResponse{Type: discord.InteractionCallbackTypeApplicationCommandAutocompleteResult, Data: discord.AutocompleteResult{Choices: discord.Choices{}}}),
	},
	{
		"create_interaction_response",
		func(ctx context.Context, c *rest.Client) error {
			_, err := c.Interactions.RespondWithResult(ctx, 1, "token", discord.InteractionResponse{Type: discord.InteractionCallbackTypeLaunchActivity})
			return err
		},
		respond(discord.InteractionResponse{Type: discord.InteractionCallbackTypeApplicationCommandAutocompleteResult, Data: discord.AutocompleteResult{Choices: discord.Choices{discord.NumberChoice{Name: "Half", Value: 0.5}}}}),
	},
	{"update_original_webhook_message", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Interactions.UpdateOriginal(ctx, 1, "token", discord.UpdateMessage{
			Content: discord.Set("hi"), Embeds: discord.Set([]discord.Embed{fullEmbed()}), Components: discord.Set(fullRows()), Poll: discord.Set(*fullPoll()),
			AllowedMentions: discord.Set(discord.AllowedMentions{}), Flags: discord.Set(discord.MessageFlagSuppressEmbeds), Files: []discord.File{upload("a.png")},
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Interactions.UpdateOriginal(ctx, 1, "token", discord.UpdateMessage{Content: discord.Set("hi")})
		return err
	}},
	{"execute_webhook", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Interactions.CreateFollowup(ctx, 1, "token", discord.InteractionMessage{Components: fullLayout(), Flags: discord.MessageFlagIsComponentsV2, Files: []discord.File{upload("a.png")}})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Interactions.CreateFollowup(ctx, 1, "token", discord.InteractionMessage{Content: "hi"})
		return err
	}},
	{"update_webhook_message", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Interactions.UpdateFollowup(ctx, 1, "token", 2, discord.UpdateMessage{Content: discord.Set("hi"), Files: []discord.File{upload("a.png")}})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Interactions.UpdateFollowup(ctx, 1, "token", 2, discord.UpdateMessage{Components: discord.Set(discord.Components{})})
		return err
	}},
}

// fullModal are all components that may stand in a modal.
func fullModal() discord.ModalComponents {
	return discord.ModalComponents{
		discord.TextDisplay{ID: 1, Content: "Say:"},
		discord.Label{ID: 2, Label: "Name", Description: "yours", Component: discord.TextInput{ID: 3, CustomID: "a", Style: discord.TextInputStyleParagraph, MinLength: 1, MaxLength: 100, Required: new(false), Value: "x", Placeholder: "p"}},
		discord.Label{Label: "One", Component: discord.StringSelect{CustomID: "b", Options: []discord.SelectOption{{Label: "One", Value: "1", Description: "d", Default: true}}, Placeholder: "p", MinValues: new(0), MaxValues: 1, Required: new(false)}},
		discord.Label{Label: "User", Component: discord.UserSelect{CustomID: "c", MaxValues: 2}},
		discord.Label{Label: "Role", Component: discord.RoleSelect{CustomID: "d"}},
		discord.Label{Label: "Any", Component: discord.MentionableSelect{CustomID: "e"}},
		discord.Label{Label: "Channel", Component: discord.ChannelSelect{CustomID: "f", ChannelTypes: []discord.ChannelType{discord.ChannelTypeGuildText}}},
		discord.Label{Label: "File", Component: discord.FileUpload{CustomID: "g", MinValues: new(0), MaxValues: 10, Required: new(false)}},
		discord.Label{Label: "Radio", Component: discord.RadioGroup{CustomID: "h", Options: []discord.GroupOption{{Value: "1", Label: "One", Description: "d", Default: true}, {Value: "2", Label: "Two"}}, Required: new(true)}},
		discord.Label{Label: "Boxes", Component: discord.CheckboxGroup{CustomID: "i", Options: []discord.GroupOption{{Value: "1", Label: "One"}}, MinValues: new(1), MaxValues: 1}},
		discord.Label{Label: "Box", Component: discord.Checkbox{CustomID: "j", Default: true}},
	}
}
