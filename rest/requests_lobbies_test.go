package rest_test

import (
	"context"
	"strings"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

var lobbyData = map[string]string{"mode": "duel", "map": "forest"}

// lobbySamples are requests about lobbies.
var lobbySamples = []sample{
	{"create_lobby", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.Create(ctx, discord.CreateLobby{
			Metadata: lobbyData, Members: []discord.NewLobbyMember{{ID: 1, Metadata: lobbyData, Flags: discord.LobbyMemberFlagCanLinkLobby}},
			IdleTimeoutSeconds: 5, Flags: 1, OverrideEventWebhooksURL: "https://example.org",
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.Create(ctx, discord.CreateLobby{})
		return err
	}},
	{"create_or_join_lobby", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.CreateOrJoin(ctx, discord.JoinLobby{Secret: "s", LobbyMetadata: lobbyData, MemberMetadata: lobbyData, IdleTimeoutSeconds: 604800, Flags: 1})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.CreateOrJoin(ctx, discord.JoinLobby{Secret: "s"})
		return err
	}},
	{"edit_lobby", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.Update(ctx, 1, discord.UpdateLobby{
			Metadata: discord.Null[map[string]string](), Members: []discord.NewLobbyMember{{ID: 1}}, IdleTimeoutSeconds: discord.Set(60),
			Flags: discord.Set(discord.LobbyFlags(1)), OverrideEventWebhooksURL: discord.Null[string](),
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.Update(ctx, 1, discord.UpdateLobby{})
		return err
	}},
	{"edit_lobby_channel_link", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.LinkChannel(ctx, 1, 2)
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.LinkChannel(ctx, 1, 0)
		return err
	}},
	{"add_lobby_member", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.AddMember(ctx, 1, 2, discord.AddLobbyMember{
			Metadata: lobbyData, Flags: discord.LobbyMemberFlagCanLinkLobby, AdditionalName: discord.Set("Ann of the Hill"),
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.AddMember(ctx, 1, 2, discord.AddLobbyMember{})
		return err
	}},
	{"bulk_update_lobby_members", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.BulkUpdateMembers(ctx, 1, discord.BulkUpdateLobbyMembers{
			{ID: 1, Metadata: lobbyData, Flags: discord.LobbyMemberFlagCanLinkLobby, AdditionalName: discord.Null[string]()},
			{ID: 2, RemoveMember: true},
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.BulkUpdateMembers(ctx, 1, discord.BulkUpdateLobbyMembers{{ID: 1}})
		return err
	}},
	{"create_lobby_message", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.CreateMessage(ctx, 1, discord.CreateLobbyMessage{
			Content: "hi", Flags: discord.MessageFlagSuppressEmbeds, Nonce: "n", EnforceNonce: true, TTS: true,
			Embeds: []discord.Embed{{Title: "t"}}, AllowedMentions: &discord.AllowedMentions{},
			Files: []discord.File{{Name: "a.txt", Reader: strings.NewReader("a")}},
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Lobbies.CreateMessage(ctx, 1, discord.CreateLobbyMessage{Content: "hi"})
		return err
	}},
	{"update_lobby_message_external_moderation_metadata", func(ctx context.Context, c *rest.Client) error {
		return c.Lobbies.UpdateMessageModeration(ctx, 1, 2, discord.ModerationMetadata{"action": "hide", "reason": "toxicity"})
	}, func(ctx context.Context, c *rest.Client) error {
		return c.Lobbies.UpdateMessageModeration(ctx, 1, 2, nil)
	}},
}

// socialSamples are requests of the Social SDK.
var socialSamples = []sample{
	{"update_user_message_external_moderation_metadata", func(ctx context.Context, c *rest.Client) error {
		return c.SocialSDK.UpdateMessageModeration(ctx, 1, 2, 3, discord.ModerationMetadata{"action": "show"})
	}, func(ctx context.Context, c *rest.Client) error {
		return c.SocialSDK.UpdateMessageModeration(ctx, 1, 2, 3, nil)
	}},
	{"partner_sdk_token", func(ctx context.Context, c *rest.Client) error {
		_, err := c.SocialSDK.CreateToken(ctx, discord.ExternalAccount{
			ClientID: 1, ClientSecret: "secret", ExternalAuthType: discord.ExternalAuthTypeOIDC, ExternalAuthToken: "token",
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.SocialSDK.CreateToken(ctx, discord.ExternalAccount{ClientID: 1, ExternalAuthType: discord.ExternalAuthTypeSteamSessionTicket, ExternalAuthToken: "token"})
		return err
	}},
	{"bot_partner_sdk_token", func(ctx context.Context, c *rest.Client) error {
		_, err := c.SocialSDK.CreateTokenByID(ctx, discord.CreateProvisionalToken{ExternalUserID: "ann", PreferredGlobalName: "Ann", ProvisionalUserID: 1})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.SocialSDK.CreateTokenByID(ctx, discord.CreateProvisionalToken{ExternalUserID: "ann"})
		return err
	}},
	{"partner_sdk_unmerge_provisional_account", func(ctx context.Context, c *rest.Client) error {
		return c.SocialSDK.Unmerge(ctx, discord.ExternalAccount{
			ClientID: 1, ClientSecret: "secret", ExternalAuthType: discord.ExternalAuthTypeOIDC, ExternalAuthToken: "token",
		})
	}, func(ctx context.Context, c *rest.Client) error {
		return c.SocialSDK.Unmerge(ctx, discord.ExternalAccount{ClientID: 1, ExternalAuthType: discord.ExternalAuthTypeOIDC, ExternalAuthToken: "token"})
	}},
	{"bot_partner_sdk_unmerge_provisional_account", func(ctx context.Context, c *rest.Client) error {
		return c.SocialSDK.UnmergeByID(ctx, discord.UnmergeProvisionalAccount{ExternalUserID: "ann"})
	}, func(ctx context.Context, c *rest.Client) error {
		return c.SocialSDK.UnmergeByID(ctx, discord.UnmergeProvisionalAccount{ExternalUserID: "bob"})
	}},
}
