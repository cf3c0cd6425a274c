package emulator

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/accord-go/accord/discord"
)

// value checks the value of an option and, if it names something, gathers that.
func (u *optionReader) value(v any, def *optionDef, at string) (discord.Scalar, error) {
	var checked any
	var err error
	switch def.Type {
	case discord.CommandOptionTypeString:
		checked, err = checkText(v, def, at)
	case discord.CommandOptionTypeInteger, discord.CommandOptionTypeNumber:
		checked, err = checkNumber(v, def, at)
	case discord.CommandOptionTypeBoolean:
		b, ok := v.(bool)
		if !ok {
			return discord.Scalar{}, badControl("%s: must be true or false", at)
		}
		return discord.ScalarOf(b), nil
	case discord.CommandOptionTypeAttachment:
		return discord.Scalar{}, badControl("%s: files cannot be given this way yet", at)
	default:
		return u.entity(v, def, at)
	}
	if err == nil && len(def.Choices) > 0 && !slices.ContainsFunc(def.Choices, func(c optionChoice) bool { return c.Value == checked }) {
		err = badControl("%s: %v is not among the choices", at, checked)
	}
	if err != nil {
		return discord.Scalar{}, err
	}
	return scalarOf(checked)
}

// scalarOf makes a Scalar of any value that JSON has.
func scalarOf(v any) (s discord.Scalar, err error) {
	b, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	return s, err
}

func checkText(v any, def *optionDef, at string) (string, error) {
	s, ok := v.(string)
	most := def.MaxLength
	setZero(&most, 6000)
	n := utf8.RuneCountInString(s)
	switch {
	case !ok:
		return "", badControl("%s: must be a text", at)
	case n < def.MinLength || n > most:
		return "", badControl("%s: must have %d to %d characters", at, def.MinLength, most)
	}
	return s, nil
}

func checkNumber(v any, def *optionDef, at string) (float64, error) {
	n, err := strconv.ParseFloat(fmt.Sprint(v), 64)
	_, quoted := v.(string)
	least, most := -float64(1<<53), float64(1<<53)
	if def.MinValue != nil {
		least = *def.MinValue
	}
	if def.MaxValue != nil {
		most = *def.MaxValue
	}
	switch {
	case err != nil || quoted || math.IsNaN(n):
		return 0, badControl("%s: must be a number", at)
	case def.Type == discord.CommandOptionTypeInteger && n != math.Trunc(n):
		return 0, badControl("%s: must be a whole number", at)
	case n < least || n > most:
		return 0, badControl("%s: must be between %v and %v", at, least, most)
	}
	return n, nil
}

// entity checks the ID of a user, role or channel.
func (u *optionReader) entity(v any, def *optionDef, at string) (discord.Scalar, error) {
	id, ok := parseSnowflake(fmt.Sprint(v))
	if !ok {
		return discord.Scalar{}, badControl("%s: must be an ID", at)
	}
	var err error
	switch def.Type {
	case discord.CommandOptionTypeUser:
		err = u.user(uint64(id), at)
	case discord.CommandOptionTypeRole:
		err = u.role(uint64(id), at)
	case discord.CommandOptionTypeMentionable:
		if err = u.user(uint64(id), at); err != nil {
			err = u.role(uint64(id), at)
		}
	case discord.CommandOptionTypeChannel:
		err = u.channel(uint64(id), def.Channels, at)
	default:
		err = badControl("%s: options of type %d cannot be given", at, def.Type)
	}
	return discord.ScalarOf(strconv.FormatUint(uint64(id), 10)), err
}

// all returns what has been gathered, to put more in.
func (u *optionReader) all() *discord.Resolved {
	if u.resolved == nil {
		u.resolved = new(discord.Resolved)
	}
	return u.resolved
}

// user gathers a user with the membership, which comes without the user.
func (u *optionReader) user(id uint64, at string) error {
	user := u.b.state.users[discord.UserID(id)]
	if user == nil {
		return badControl("%s: there is no user %d", at, id)
	}
	r := u.all()
	put(&r.Users, user.ID, *user)
	g := u.b.state.guilds[u.ch.GuildID]
	if g == nil || g.members[user.ID] == nil {
		return nil
	}
	member := *g.members[user.ID]
	member.User = nil
	permissions := u.b.state.grantedIn(u.ch, user.ID)
	member.Permissions = &permissions
	put(&r.Members, user.ID, member)
	return nil
}

func (u *optionReader) role(id uint64, at string) error {
	if g := u.b.state.guilds[u.ch.GuildID]; g != nil {
		for i := range g.Roles {
			if uint64(g.Roles[i].ID) == id {
				put(&u.all().Roles, g.Roles[i].ID, g.Roles[i])
				return nil
			}
		}
	}
	return badControl("%s: there is no role %d", at, id)
}

func (u *optionReader) channel(id uint64, types []discord.ChannelType, at string) error {
	ch := u.b.state.channels[discord.ChannelID(id)]
	if ch == nil || ch.GuildID != u.ch.GuildID {
		return badControl("%s: there is no channel %d", at, id)
	}
	if len(types) > 0 && !slices.Contains(types, ch.Type) {
		return badControl("%s: the channel %d is not of a type that may be chosen", at, id)
	}
	partial := ch.Channel
	permissions := u.b.state.grantedIn(ch, u.person)
	partial.Permissions = &permissions
	if g := u.b.state.guilds[ch.GuildID]; g != nil && u.b.isIn(g) { // else Discord leaves it out
		own := u.b.state.grantedIn(ch, u.b.user.ID)
		partial.AppPermissions = &own
	}
	put(&u.all().Channels, ch.ID, partial)
	return nil
}

func put[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = make(map[K]V)
	}
	(*m)[key] = value
}
