package emulator

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/accord-go/accord/discord"
)

// A consent is what a person is asked for at /oauth2/authorize.
//
// Discord docs: https://docs.discord.com/developers/topics/oauth2#authorization-code-grant
type consent struct {
	bot       *bot // whose application asks
	scopes    []discord.Scope
	redirect  string // where the person goes then; empty: nowhere
	implicit  bool   // with a token, in place of a code
	state     string
	challenge string
	silent    bool // who has granted it before is not asked

	permissions discord.Permissions // of the bot
	guild       discord.GuildID     // that is proposed
	fixedGuild  bool                // there is no choice
	forUser     bool                // commands are for the person, not for a guild
}

// consentOf checks what the address asks for. The error is for the person to
// read: to an address that is not the application's, nobody is sent.
func (e *Emulator) consentOf(q url.Values) (*consent, error) {
	b := e.clientWithID(q.Get("client_id"))
	if b == nil {
		return nil, errors.New("unknown Application: there is no application with this client_id")
	}
	c := &consent{
		bot: b, scopes: parseScopes(q.Get("scope")), redirect: q.Get("redirect_uri"), state: q.Get("state"), challenge: q.Get("code_challenge"),
		silent: q.Get("prompt") == "none", implicit: q.Get("response_type") == "token",
		fixedGuild: q.Get("disable_guild_select") == "true", forUser: q.Get("integration_type") == "1",
	}
	if c.redirect != "" && !slices.Contains(b.oauth.redirects, c.redirect) {
		return nil, errors.New("invalid OAuth2 redirect_uri: it is not one of the application's redirect_uris in the world, letter for letter")
	}
	if err := b.completeInstall(c, q); err != nil {
		return nil, err
	}
	return c, c.check(q)
}

// completeInstall fills in what the portal says for an install, where the
// address asks for nothing.
func (b *bot) completeInstall(c *consent, q url.Values) error {
	permissions, ok := parseSnowflake(q.Get("permissions"))
	if q.Has("permissions") && !ok {
		return errors.New("invalid permissions: they must be a number")
	}
	guild, ok := parseSnowflake(q.Get("guild_id"))
	if q.Has("guild_id") && !ok {
		return errors.New("invalid guild_id")
	}
	c.permissions, c.guild = discord.Permissions(permissions), discord.GuildID(guild)
	if len(c.scopes) > 0 || q.Has("integration_type") || c.redirect != "" {
		return nil
	}
	p := b.app.InstallParams
	if config, ok := b.app.IntegrationTypesConfig[discord.ApplicationIntegrationTypeGuildInstall]; ok && config.OAuth2InstallParams != nil {
		p = config.OAuth2InstallParams
	}
	if p == nil {
		p = &discord.InstallParams{Scopes: botScopes}
	}
	c.scopes = p.Scopes
	if !q.Has("permissions") {
		c.permissions = p.Permissions
	}
	return nil
}

func (c *consent) check(q url.Values) error {
	kind := q.Get("response_type")
	if redirects := c.bot.oauth.redirects; kind != "" && c.redirect == "" && len(redirects) > 0 {
		c.redirect = redirects[0]
	}
	switch {
	case len(c.scopes) == 0:
		return errors.New("missing scope")
	case !knownScopes(c.scopes):
		return errors.New("invalid_scope: the requested scope is invalid, unknown, or malformed")
	case kind != "" && kind != "code" && kind != "token":
		return errors.New("unsupported_response_type: it must be code or token")
	case kind == "" && !installs(c.scopes):
		return errors.New("missing response_type: scopes besides bot and applications.commands need it")
	case kind != "" && c.redirect == "":
		return errors.New("missing redirect_uri: the application has none")
	case c.implicit && slices.Contains(c.scopes, discord.ScopeRoleConnectionsWrite):
		return errors.New("invalid_scope: role_connections.write can't be had with response_type=token")
	case c.challenge != "" && q.Get("code_challenge_method") != "S256":
		return errors.New("invalid code_challenge_method: it must be S256")
	case q.Has("prompt") && !slices.Contains([]string{"none", "consent"}, q.Get("prompt")):
		return errors.New("invalid prompt: it must be none or consent")
	case q.Has("integration_type") && !slices.Contains([]string{"0", "1"}, q.Get("integration_type")):
		return errors.New("invalid integration_type: it must be 0 or 1")
	}
	return nil
}

func (c *consent) asksFor(s discord.Scope) bool { return slices.Contains(c.scopes, s) }

// needsGuild reports whether the person must choose a guild.
func (c *consent) needsGuild() bool {
	return c.asksFor(discord.ScopeBot) || c.asksFor(discord.ScopeApplicationsCommands) && !c.forUser
}

// grantedBefore reports whether a person need not be asked.
func (c *consent) grantedBefore(auth *authorization) bool {
	return c.silent && auth != nil && !c.needsGuild() && !slices.ContainsFunc(c.scopes, func(s discord.Scope) bool {
		return passesThrough(s) || !slices.Contains(auth.scopes, s)
	})
}

// showConsent asks a person, who user_id names or who is the world's first.
func (e *Emulator) showConsent(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.consentOf(r.URL.Query())
	if err != nil {
		writeConsent(w, http.StatusBadRequest, e.refusedPage(r, err))
		return
	}
	user, err := e.viewer(r)
	if err != nil {
		writeConsent(w, http.StatusBadRequest, e.refusedPage(r, err))
		return
	}
	if c.grantedBefore(c.bot.oauth.users[user.ID]) {
		sendBack(w, r, c, c.grantedTo(user, time.Now()))
		return
	}
	writeConsent(w, http.StatusOK, c.bot.consentPage(c, user, r))
}

// answerConsent does what the person has said.
func (e *Emulator) answerConsent(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFormValue)
	e.mu.Lock()
	defer e.mu.Unlock()
	c, err := e.consentOf(r.URL.Query())
	if err == nil {
		err = e.decide(w, r, c)
	}
	if err != nil {
		writeConsent(w, http.StatusBadRequest, e.refusedPage(r, err))
	}
}

func (e *Emulator) decide(w http.ResponseWriter, r *http.Request, c *consent) error {
	if err := r.ParseForm(); err != nil {
		return errors.New("the form could not be read")
	}
	if r.PostForm.Get("action") != "authorize" {
		sendBack(w, r, c, url.Values{"error": {"access_denied"}, "error_description": {"The resource owner or authorization server denied the request"}})
		return nil
	}
	id, _ := parseSnowflake(r.PostForm.Get("user_id"))
	user := e.state.users[discord.UserID(id)]
	if user == nil || user.Bot {
		return errors.New("user_id: there is no such person")
	}
	now := time.Now()
	answer := url.Values{}
	var g *guild
	if c.needsGuild() {
		var err error
		if g, err = c.bot.install(c, user, r.PostForm.Get("guild_id"), now); err != nil {
			return err
		}
	}
	hook, err := c.bot.incomingWebhook(c, user, r, now)
	if err != nil {
		return err
	}
	granted := c.grantedTo(user, now)
	if code := c.bot.oauth.codes[granted.Get("code")]; code != nil {
		code.grant.webhook = hook
		if g != nil && c.asksFor(discord.ScopeBot) {
			code.grant.guild = &g.Guild
			answer.Set("guild_id", g.ID.String())
			answer.Set("permissions", c.permissions.String())
		}
	}
	for name, values := range granted {
		answer[name] = values
	}
	sendBack(w, r, c, answer)
	return nil
}

// grantedTo returns what the person comes back with: a code, or a token.
func (c *consent) grantedTo(user *discord.User, now time.Time) url.Values {
	if c.redirect == "" {
		return nil
	}
	b := c.bot
	g := b.grantTo(user, c.scopes)
	if c.implicit {
		b.issue(g, false, now)
		return url.Values{"token_type": {"Bearer"}, "access_token": {g.access}, "expires_in": {"604800"}, "scope": {scopeText(c.scopes)}}
	}
	code := randomText(30)
	b.oauth.codes[code] = &authCode{grant: g, redirect: c.redirect, challenge: c.challenge, until: now.Add(codeAge)}
	return url.Values{"code": {code}}
}

// sendBack sends the person's browser back to the application.
func sendBack(w http.ResponseWriter, r *http.Request, c *consent, answer url.Values) {
	if c.redirect == "" {
		page := consentView{App: c.bot.app.Name, Title: "Cancelled", Done: answer.Get("error") == ""}
		if page.Done {
			page.Title = "Authorized"
		}
		writeConsent(w, http.StatusOK, page)
		return
	}
	if c.state != "" {
		answer.Set("state", c.state)
	}
	target := withQuery(c.redirect, answer)
	if c.implicit && answer.Get("error") == "" {
		target = c.redirect + "#" + answer.Encode()
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, target, http.StatusFound)
}

// install adds the bot to the guild that a person has chosen.
func (b *bot) install(c *consent, user *discord.User, chosen string, now time.Time) (*guild, error) {
	id, _ := parseSnowflake(chosen)
	g := b.state.guilds[discord.GuildID(id)]
	switch {
	case g == nil || g.members[user.ID] == nil:
		return nil, errors.New("guild_id: choose a server that you are in")
	case g.guildPermissions(user.ID)&discord.PermissionManageGuild == 0:
		return nil, errors.New("guild_id: you need the permission Manage Server there")
	case c.fixedGuild && c.guild != g.ID:
		return nil, errors.New("guild_id: the server was not yours to choose")
	}
	r := &request{now: now, by: user.ID}
	if c.asksFor(discord.ScopeBot) && !b.isIn(g) {
		b.join(r, g, c.permissions)
	}
	b.integrate(r, g, c.scopes)
	return g, nil
}

// incomingWebhook makes a webhook in the channel that a person has chosen.
func (b *bot) incomingWebhook(c *consent, user *discord.User, r *http.Request, now time.Time) (*discord.Webhook, error) {
	if !c.asksFor(discord.ScopeWebhookIncoming) {
		return nil, nil
	}
	id, _ := parseSnowflake(r.PostForm.Get("channel_id"))
	ch := b.state.channels[discord.ChannelID(id)]
	if ch == nil || ch.GuildID == 0 || ch.IsThread() || b.state.may(ch, user.ID, now)&discord.PermissionManageWebhooks == 0 {
		return nil, errors.New("channel_id: choose a channel where you may manage webhooks")
	}
	hook := &discord.Webhook{
		ID: discord.WebhookID(b.nextID(now)), Type: discord.WebhookTypeIncoming, GuildID: ch.GuildID, ChannelID: ch.ID,
		User: user, Name: &b.app.Name, Token: randomText(51), ApplicationID: b.app.ID,
	}
	b.state.webhooks[hook.ID] = hook
	b.webhooksChanged(ch)
	by := &request{now: now, by: user.ID}
	b.logChange(by, b.state.guilds[ch.GuildID], &discord.AuditLogEntry{ActionType: discord.AuditLogActionWebhookCreate, TargetID: discord.AuditLogTargetID(hook.ID)}, nil, hook)
	with := withURL(hook, &request{base: baseURL(r)})
	return &with, nil
}
