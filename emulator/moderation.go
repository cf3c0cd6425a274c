package emulator

import (
	"slices"

	"github.com/accord-go/accord/discord"
)

// moderationMetadata reads what the game's moderation found in a message.
//
// Discord docs: https://docs.discord.com/developers/discord-social-sdk/how-to/integrate-moderation
func moderationMetadata(r *request) (map[string]string, error) {
	var metadata map[string]string
	if err := r.bind(&metadata); err != nil {
		return nil, err
	}
	check := new(form)
	check.at().length(len(metadata), 0, 5)
	for key, value := range metadata {
		check.at(key).length(len([]rune(value)), 0, 2000)
		check.at(key).length(len([]rune(key)), 0, 1024)
	}
	return metadata, check.err()
}

// moderateLobbyMessage replaces what moderation found in a message.
func (b *bot) moderateLobbyMessage(r *request) (reply, error) {
	l, err := b.lobbyFor(r)
	if err != nil {
		return reply{}, err
	}
	metadata, err := moderationMetadata(r)
	if err != nil {
		return reply{}, err
	}
	for _, m := range l.messages {
		if m.ID == r.messageID() {
			m.ModerationMetadata = metadata
			return noContent()
		}
	}
	return reply{}, errUnknownMessage
}

// moderateDM takes what moderation found in a direct message. Discord tells it to
// the two players' games and to nobody else, so nothing comes of it here.
func (b *bot) moderateDM(r *request) (reply, error) {
	var between [2]discord.UserID
	for i, name := range []string{"first_user", "second_user"} {
		id, ok := parseSnowflake(r.vars[name])
		if !ok {
			return reply{}, notSnowflake([]string{"user_id_1", "user_id_2"}[i], r.vars[name])
		}
		between[i] = discord.UserID(id)
		if b.state.users[between[i]] == nil {
			return reply{}, errUnknownUser
		}
	}
	if _, err := moderationMetadata(r); err != nil {
		return reply{}, err
	}
	m := b.state.messages[r.messageID()]
	if m == nil {
		return reply{}, errUnknownMessage
	}
	ch := b.state.channels[m.ChannelID]
	if ch == nil || ch.Type != discord.ChannelTypeDM || !slices.Contains(between[:], ch.bot) || !slices.Contains(between[:], ch.Recipients[0].ID) {
		return reply{}, errUnknownMessage
	}
	return noContent()
}
