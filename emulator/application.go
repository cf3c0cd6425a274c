package emulator

import "github.com/accord-go/accord/discord"

// application builds the application object of the world's bot. Its flags tell
// which privileged intents the portal grants; a bot that Discord has not had to
// approve has the LIMITED ones.
func (b *bot) application(w *WorldApplication) discord.Application {
	var flags discord.ApplicationFlags
	for _, grant := range []struct {
		intent discord.Intents
		flag   discord.ApplicationFlags
	}{
		{discord.IntentGuildPresences, discord.ApplicationFlagGatewayPresenceLimited},
		{discord.IntentGuildMembers, discord.ApplicationFlagGatewayGuildMembersLimited},
		{discord.IntentMessageContent, discord.ApplicationFlagGatewayMessageContentLimited},
	} {
		if b.granted.Has(grant.intent) {
			flags |= grant.flag
		}
	}
	if w.Activities {
		flags |= discord.ApplicationFlagEmbedded
	}
	a := discord.Application{
		ID:                  w.ID,
		Name:                w.Name,
		Description:         w.Description,
		BotPublic:           new(true),
		BotRequireCodeGrant: new(false),
		Bot:                 b.user,
		VerifyKey:           randomHex(32),
		Flags:               flags,
		EventWebhooksStatus: discord.EventWebhooksStatusDisabled,
	}
	if w.Permissions != 0 {
		a.InstallParams = &discord.InstallParams{Scopes: botScopes, Permissions: w.Permissions}
	}
	return a
}
