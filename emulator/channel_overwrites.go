package emulator

import (
	"slices"

	"github.com/accord-go/accord/discord"
)

// overwriteForm is a permission overwrite. Permissions are numbers or strings.
type overwriteForm struct {
	ID    snowflake           `json:"id" rule:"required"`
	Type  int                 `json:"type" rule:"range=0..1"`
	Allow discord.Permissions `json:"allow"`
	Deny  discord.Permissions `json:"deny"`
}

func (f overwriteForm) overwrite() discord.PermissionOverwrite {
	return discord.PermissionOverwrite{
		ID: discord.OverwriteID(f.ID), Type: discord.OverwriteType(f.Type), Allow: f.Allow, Deny: f.Deny &^ f.Allow,
	}
}

// overwrite replaces the overwrites of a channel. Only permissions that the bot
// has can be named.
func (f *channelForm) overwrite(e *Emulator, g *guild, c *discord.Channel, have discord.Permissions) error {
	if !f.PermissionOverwrites.present {
		return nil
	}
	overwrites := []discord.PermissionOverwrite{}
	for _, o := range f.PermissionOverwrites.value {
		if !grants(o, have) && !unchanged(c, o) {
			return errMissingPermissions
		}
		if err := g.overwritable(e, o); err != nil {
			return err
		}
		overwrites = append(overwrites, o.overwrite())
	}
	c.PermissionOverwrites = overwrites
	return nil
}

func grants(o overwriteForm, have discord.Permissions) bool { return (o.Allow|o.Deny)&^have == 0 }

func unchanged(c *discord.Channel, o overwriteForm) bool {
	return slices.Contains(c.PermissionOverwrites, o.overwrite())
}

// overwritable wants an overwrite for a role or user that exists.
func (g *guild) overwritable(e *Emulator, o overwriteForm) error {
	switch {
	case o.Type == int(discord.OverwriteTypeRole) && g.role(discord.RoleID(o.ID)) == nil:
		return errUnknownRole
	case o.Type == int(discord.OverwriteTypeMember) && e.state.users[discord.UserID(o.ID)] == nil:
		return errUnknownUser
	}
	return nil
}

// setOverwrite makes or replaces the overwrite of a role or a member.
func (b *bot) setOverwrite(r *request) (reply, error) {
	ch, perms, err := b.overwriteFor(r)
	if err != nil {
		return reply{}, err
	}
	f := overwriteForm{ID: r.id("overwrite_id")}
	var body struct {
		Type  int                 `json:"type" rule:"required,range=0..1"`
		Allow discord.Permissions `json:"allow"`
		Deny  discord.Permissions `json:"deny"`
	}
	if err := r.bind(&body); err != nil {
		return reply{}, err
	}
	f.Type, f.Allow, f.Deny = body.Type, body.Allow, body.Deny
	if !grants(f, perms) {
		return reply{}, errMissingPermissions
	}
	if err := b.state.guilds[ch.GuildID].overwritable(b.Emulator, f); err != nil {
		return reply{}, err
	}
	ch.PermissionOverwrites = append(withoutOverwrite(ch, f.ID), f.overwrite())
	b.channelUpdated(ch)
	return noContent()
}

func (b *bot) deleteOverwrite(r *request) (reply, error) {
	ch, _, err := b.overwriteFor(r)
	if err != nil {
		return reply{}, err
	}
	rest := withoutOverwrite(ch, r.id("overwrite_id"))
	if len(rest) == len(ch.PermissionOverwrites) {
		return reply{}, errUnknownOverwrite
	}
	ch.PermissionOverwrites = rest
	b.channelUpdated(ch)
	return noContent()
}

func (b *bot) overwriteFor(r *request) (*channel, discord.Permissions, error) {
	ch, err := b.channelFor(r, mayView|discord.PermissionManageRoles)
	switch {
	case err != nil:
		return nil, 0, err
	case ch.GuildID == 0:
		return nil, 0, errNotInDMs
	case ch.IsThread():
		return nil, 0, errWrongChannelType
	}
	return ch, b.may(ch, r.now), nil
}

func withoutOverwrite(ch *channel, id snowflake) []discord.PermissionOverwrite {
	return slices.DeleteFunc(slices.Clone(ch.PermissionOverwrites), func(o discord.PermissionOverwrite) bool { return uint64(o.ID) == uint64(id) })
}
