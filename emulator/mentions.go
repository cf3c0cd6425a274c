package emulator

import (
	"regexp"
	"slices"
	"strings"

	"github.com/accord-go/accord/discord"
)

// allowedMentionsForm limits whom a message mentions.
//
// Discord docs: https://docs.discord.com/developers/resources/message#allowed-mentions-object
type allowedMentionsForm struct {
	Parse       []string    `json:"parse"`
	Users       []snowflake `json:"users" rule:"len=0..100"`
	Roles       []snowflake `json:"roles" rule:"len=0..100"`
	RepliedUser bool        `json:"replied_user"`
}

var mentionKinds = []string{"everyone", "roles", "users"}

func (f *allowedMentionsForm) check(at formPath) {
	if f == nil {
		return
	}
	for i, kind := range f.Parse {
		if !slices.Contains(mentionKinds, kind) {
			at.at("parse", i).addf(codeChoices, "Value must be one of %s.", wordSet(mentionKinds))
		}
	}
	f.exclusive(at, "users", len(f.Users))
	f.exclusive(at, "roles", len(f.Roles))
}

func (f *allowedMentionsForm) exclusive(at formPath, kind string, listed int) {
	if listed > 0 && slices.Contains(f.Parse, kind) {
		at.addf("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[%q] and %s: [ids...] are mutually exclusive.", kind, kind)
	}
}

// Texts that mention somebody. What stands in code mentions nobody.
var (
	mentionPattern = regexp.MustCompile(`<@(!?|&)([0-9]{1,20})>`)
	codePattern    = regexp.MustCompile("(?s)```.*?```|`[^`]*`")
)

// mentions are whom a message mentions.
type mentions struct {
	users    []discord.User
	roles    []discord.RoleID
	everyone bool
}

// A mentioner finds them in the texts of a message.
type mentioner struct {
	state   *state
	guild   *guild // nil: a direct message
	allowed *allowedMentionsForm
	kinds   []string            // what is taken where allowed is nil
	perms   discord.Permissions // of the author in the channel
}

func (m *mentioner) find(texts []string, replied *discord.User) mentions {
	text := codePattern.ReplaceAllString(strings.Join(texts, "\n"), " ")
	var found mentions
	if m.perms&discord.PermissionMentionEveryone != 0 && m.takes("everyone", nil, 0) {
		found.everyone = strings.Contains(text, "@everyone") || strings.Contains(text, "@here")
	}
	if replied != nil && (m.allowed == nil || m.allowed.RepliedUser) {
		found.users = append(found.users, *replied)
	}
	for _, match := range mentionPattern.FindAllStringSubmatch(text, -1) {
		id, ok := parseSnowflake(match[2])
		switch {
		case !ok:
		case match[1] == "&":
			m.role(&found, id)
		default:
			m.user(&found, id)
		}
	}
	return found
}

func (m *mentioner) user(found *mentions, id snowflake) {
	user := m.state.users[discord.UserID(id)]
	if user == nil || !m.takes("users", m.list().Users, id) {
		return
	}
	if !slices.ContainsFunc(found.users, func(u discord.User) bool { return u.ID == user.ID }) {
		found.users = append(found.users, *user)
	}
}

func (m *mentioner) role(found *mentions, id snowflake) {
	if m.guild == nil || !m.takes("roles", m.list().Roles, id) {
		return
	}
	role := m.guild.role(discord.RoleID(id))
	if role == nil || !role.Mentionable && m.perms&discord.PermissionMentionEveryone == 0 {
		return
	}
	if !slices.Contains(found.roles, role.ID) {
		found.roles = append(found.roles, role.ID)
	}
}

func (m *mentioner) list() *allowedMentionsForm {
	if m.allowed == nil {
		return &allowedMentionsForm{}
	}
	return m.allowed
}

// takes reports whether a mention counts: its kind is parsed, or it is listed.
func (m *mentioner) takes(kind string, listed []snowflake, id snowflake) bool {
	if m.allowed == nil {
		return slices.Contains(m.kinds, kind)
	}
	return slices.Contains(m.allowed.Parse, kind) || slices.Contains(listed, id)
}

// wordSet writes words as Discord's errors do: {'a', 'b'}.
func wordSet(words []string) string {
	return "{'" + strings.Join(words, "', '") + "'}"
}
