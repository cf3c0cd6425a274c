package emulator

import (
	"strconv"

	"github.com/accord-go/accord/discord"
)

// applicationForm is a change of the application. The address for interactions
// is kept without being tried out, which Discord would do.
//
// Discord docs: https://docs.discord.com/developers/resources/application#edit-current-application
type applicationForm struct {
	Description                    optional[string]          `json:"description" rule:"len=0..400"`
	Icon                           optional[string]          `json:"icon"`
	CoverImage                     optional[string]          `json:"cover_image"`
	Tags                           *[]string                 `json:"tags" rule:"len=0..5"`
	CustomInstallURL               optional[string]          `json:"custom_install_url" rule:"len=0..2048"`
	RoleConnectionsVerificationURL optional[string]          `json:"role_connections_verification_url" rule:"len=0..2048"`
	InteractionsEndpointURL        optional[string]          `json:"interactions_endpoint_url" rule:"len=0..2048"`
	EventWebhooksURL               optional[string]          `json:"event_webhooks_url" rule:"len=0..2048"`
	EventWebhooksStatus            *int                      `json:"event_webhooks_status" rule:"range=1..2"`
	EventWebhooksTypes             *[]string                 `json:"event_webhooks_types"`
	Flags                          *int                      `json:"flags"`
	InstallParams                  optional[installForm]     `json:"install_params"`
	IntegrationTypesConfig         map[string]*installHolder `json:"integration_types_config"`
}

type installForm struct {
	Scopes      []string            `json:"scopes" rule:"required,len=1..2"`
	Permissions discord.Permissions `json:"permissions"`
}

type installHolder struct {
	OAuth2InstallParams *installForm `json:"oauth2_install_params"`
}

// limitedFlags are those that an application may change by itself.
const limitedFlags = discord.ApplicationFlagGatewayPresenceLimited | discord.ApplicationFlagGatewayGuildMembersLimited | discord.ApplicationFlagGatewayMessageContentLimited

func (f *applicationForm) check() error {
	check := new(form)
	for i, tag := range deref(f.Tags) {
		check.at("tags", i).length(len([]rune(tag)), 0, 20)
	}
	for name, address := range map[string]optional[string]{
		"custom_install_url": f.CustomInstallURL, "role_connections_verification_url": f.RoleConnectionsVerificationURL,
		"interactions_endpoint_url": f.InteractionsEndpointURL, "event_webhooks_url": f.EventWebhooksURL,
	} {
		if address.value != "" {
			checkURL(address.value, check.at(name))
		}
	}
	f.InstallParams.value.check(check.at("install_params"))
	for kind, config := range f.IntegrationTypesConfig {
		if kind != "0" && kind != "1" {
			check.at("integration_types_config", kind).add(codeChoices, "Value must be one of ('0', '1').")
		}
		if config != nil && config.OAuth2InstallParams != nil {
			config.OAuth2InstallParams.check(check.at("integration_types_config", kind, "oauth2_install_params"))
		}
	}
	return check.err()
}

func (f *installForm) check(at formPath) {
	for i, s := range f.Scopes {
		if discord.Scope(s) != discord.ScopeBot && discord.Scope(s) != discord.ScopeApplicationsCommands {
			at.at("scopes", i).add(codeChoices, "Value must be one of ('applications.commands', 'bot').")
		}
	}
}

func (f *installForm) params() *discord.InstallParams {
	p := &discord.InstallParams{Permissions: f.Permissions}
	for _, s := range f.Scopes {
		p.Scopes = append(p.Scopes, discord.Scope(s))
	}
	return p
}

func (b *bot) updateOwnApplication(r *request) (reply, error) {
	var f applicationForm
	if err := r.bind(&f); err != nil {
		return reply{}, err
	}
	if err := f.check(); err != nil {
		return reply{}, err
	}
	a := b.app
	if err := setImage(&a.Icon, f.Icon, "icon"); err != nil {
		return reply{}, err
	}
	cover := &a.CoverImage
	if err := setImage(&cover, f.CoverImage, "cover_image"); err != nil {
		return reply{}, err
	}
	a.CoverImage = deref(cover)
	f.apply(&a)
	b.app = a
	return ok(b.ownApplication())
}

func (f *applicationForm) apply(a *discord.Application) {
	if f.Description.present {
		a.Description = f.Description.value
	}
	set(&a.Tags, f.Tags)
	if f.CustomInstallURL.present {
		a.CustomInstallURL = f.CustomInstallURL.value
	}
	for _, c := range []struct {
		form optional[string]
		into **string
	}{
		{f.RoleConnectionsVerificationURL, &a.RoleConnectionsVerificationURL},
		{f.InteractionsEndpointURL, &a.InteractionsEndpointURL},
		{f.EventWebhooksURL, &a.EventWebhooksURL},
	} {
		if c.form.present {
			*c.into = c.form.pointer()
		}
	}
	if f.EventWebhooksStatus != nil {
		a.EventWebhooksStatus = discord.EventWebhooksStatus(*f.EventWebhooksStatus)
	}
	if f.EventWebhooksTypes != nil {
		a.EventWebhooksTypes = nil
		for _, t := range *f.EventWebhooksTypes {
			a.EventWebhooksTypes = append(a.EventWebhooksTypes, discord.WebhookEventType(t))
		}
	}
	if f.Flags != nil {
		a.Flags = a.Flags.Without(limitedFlags) | discord.ApplicationFlags(*f.Flags)&limitedFlags
	}
	f.applyInstall(a)
}

// applyInstall changes how the application is installed.
func (f *applicationForm) applyInstall(a *discord.Application) {
	if f.InstallParams.present {
		a.InstallParams = nil
		if len(f.InstallParams.value.Scopes) > 0 {
			a.InstallParams = f.InstallParams.value.params()
		}
	}
	if f.IntegrationTypesConfig != nil {
		a.IntegrationTypesConfig = make(map[discord.ApplicationIntegrationType]discord.ApplicationIntegrationTypeConfig)
		for kind, config := range f.IntegrationTypesConfig {
			n, _ := strconv.Atoi(kind) // checked
			var c discord.ApplicationIntegrationTypeConfig
			if config != nil && config.OAuth2InstallParams != nil {
				c.OAuth2InstallParams = config.OAuth2InstallParams.params()
			}
			a.IntegrationTypesConfig[discord.ApplicationIntegrationType(n)] = c
		}
	}
}

func (b *bot) getApplication(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	return b.getOwnApplication(r)
}

func (b *bot) updateApplication(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	return b.updateOwnApplication(r)
}
