package rest_test

import (
	"context"
	"strings"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// picture is the smallest picture that anything takes for one.
const picture discord.ImageData = "data:image/png;base64,iVBORw0KGgo="

// fullApplication is a change of everything.
var fullApplication = discord.UpdateApplication{
	Icon: discord.Set(picture), CoverImage: discord.Null[discord.ImageData](), Tags: []string{"fun", "games"},
	CustomInstallURL: discord.Set("https://example.org/install"), RoleConnectionsVerificationURL: discord.Set("https://example.org/link"),
	InteractionsEndpointURL: discord.Null[string](), EventWebhooksURL: discord.Set("https://example.org/events"),
	EventWebhooksStatus: discord.Set(discord.EventWebhooksStatusEnabled),
	EventWebhooksTypes:  []discord.WebhookEventType{discord.WebhookEventTypeEntitlementCreate, discord.WebhookEventTypeLobbyMessageCreate},
	Flags:               discord.Set(discord.ApplicationFlagGatewayPresenceLimited), TeamID: discord.Set(discord.TeamID(1)),
	Type: discord.Null[discord.ApplicationType](), ExplicitContentFilter: discord.Set(discord.ApplicationExplicitContentFilterAlways),
	MaxParticipants: discord.Set(-1), Description: discord.Null[string](), InstallParams: discord.Null[discord.InstallParams](),
	IntegrationTypesConfig: discord.Set(map[discord.ApplicationIntegrationType]*discord.ApplicationIntegrationTypeConfig{
		discord.ApplicationIntegrationTypeGuildInstall: {}, discord.ApplicationIntegrationTypeUserInstall: nil,
	}),
}

// applicationSamples are requests about applications and what they tell of
// users.
var applicationSamples = []sample{
	{"update_my_application", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Applications.UpdateMe(ctx, fullApplication)
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Applications.UpdateMe(ctx, discord.UpdateApplication{})
		return err
	}},
	{"update_application", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Applications.Update(ctx, 1, fullApplication)
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Applications.Update(ctx, 1, discord.UpdateApplication{})
		return err
	}},
	{"upload_application_attachment", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Applications.UploadAttachment(ctx, 1, discord.File{Name: "score.png", Reader: strings.NewReader("png")})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Applications.UploadAttachment(ctx, 1, discord.File{Name: "a", Reader: strings.NewReader("a")})
		return err
	}},
	{"update_application_role_connections_metadata", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Applications.UpdateRoleConnectionMetadata(ctx, 1, discord.UpdateRoleConnectionMetadata{{
			Type: discord.RoleConnectionMetadataTypeIntegerGreaterThanOrEqual, Key: "level_1", Name: "Level",
			NameLocalizations: map[discord.Locale]string{"de": "Stufe"}, Description: "How far",
			DescriptionLocalizations: map[discord.Locale]string{"de": "Wie weit"},
		}})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Applications.UpdateRoleConnectionMetadata(ctx, 1, nil)
		return err
	}},
	{"update_application_user_role_connection", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Users.UpdateRoleConnection(ctx, 1, discord.UpdateRoleConnection{
			PlatformName: "Chess", PlatformUsername: "ann", Metadata: map[string]string{"level_1": "12"},
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Users.UpdateRoleConnection(ctx, 1, discord.UpdateRoleConnection{})
		return err
	}},
	{"create_entitlement", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Entitlements.CreateTest(ctx, 1, discord.CreateTestEntitlement{SKUID: 2, OwnerID: 3, OwnerType: discord.EntitlementOwnerTypeGuild})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Entitlements.CreateTest(ctx, 1, discord.CreateTestEntitlement{SKUID: 2, OwnerID: 3, OwnerType: discord.EntitlementOwnerTypeUser})
		return err
	}},
	{"update_my_user", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Users.UpdateMe(ctx, discord.UpdateCurrentUser{Username: "accord", Avatar: discord.Set(picture), Banner: discord.Null[discord.ImageData]()})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Users.UpdateMe(ctx, discord.UpdateCurrentUser{Username: "accord"})
		return err
	}},
	{"create_dm", func(ctx context.Context, c *rest.Client) error {
		_, err := c.Users.CreateGroupDM(ctx, discord.CreateGroupDM{AccessTokens: []string{"a", "b"}, Nicks: map[discord.UserID]string{1: "ann"}})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.Users.CreateDM(ctx, 1)
		return err
	}},
	{"oauth2_token", func(ctx context.Context, c *rest.Client) error {
		_, err := c.OAuth2.Exchange(ctx, rest.OAuth2App{ID: 1, Secret: "secret", RedirectURI: "https://example.org"}, "code", "verifier")
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.OAuth2.Refresh(ctx, rest.OAuth2App{ID: 1}, "refresh")
		return err
	}},
	{"oauth2_revoke_token", func(ctx context.Context, c *rest.Client) error {
		return c.OAuth2.Revoke(ctx, rest.OAuth2App{ID: 1, Secret: "secret"}, "token")
	}, func(ctx context.Context, c *rest.Client) error {
		return c.OAuth2.Revoke(ctx, rest.OAuth2App{ID: 1}, "token")
	}},
}
