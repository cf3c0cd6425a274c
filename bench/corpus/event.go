package corpus

import "fmt"

// appendTyping appends a TYPING_START: 0.7 KB.
func (w *World) appendTyping(b []byte, r *random, by membership, channel int) []byte {
	b = fmt.Appendf(b, `{"user_id":"%d","timestamp":%d,"member":{`, userID(by.user), 1700000000+r.below(1e7))
	b = w.appendMember(b, by, true)
	return fmt.Appendf(b, `},"channel_id":"%d","guild_id":"%d"}`, channelID(channel), by.g.id)
}

// appendReaction appends a MESSAGE_REACTION_ADD: 0.8 KB.
func (w *World) appendReaction(b []byte, r *random, by membership, channel int) []byte {
	b = fmt.Appendf(b, `{"user_id":"%d","type":0,"message_id":"%d","message_author_id":"%d","member":{`,
		userID(by.user), snowflake(kindMessage, r.below(1e6)), userID(by.g.member(r).user))
	b = w.appendMember(b, by, true)
	b = append(b, `},"emoji":`...)
	if r.percent(30) {
		b = fmt.Appendf(b, `{"name":"emoji_%d","id":"%d"}`, r.below(1000), snowflake(kindOther, r.below(1000)))
	} else {
		b = fmt.Appendf(b, `{"name":"%s","id":null}`, []string{"👍", "😀", "❤️", "🎉"}[r.below(4)])
	}
	return fmt.Appendf(b, `,"channel_id":"%d","burst":false,"guild_id":"%d"}`, channelID(channel), by.g.id)
}

// appendVoiceState appends a VOICE_STATE_UPDATE: 0.9 KB.
func (w *World) appendVoiceState(b []byte, r *random, by membership, channel int) []byte {
	b = append(b, `{"member":{`...)
	b = w.appendMember(b, by, true)
	b = fmt.Appendf(b, `},"user_id":"%d","suppress":false,"session_id":"`, userID(by.user))
	b = appendHex(b, r)
	b = fmt.Appendf(b, `","self_video":%t,"self_mute":%t,"self_deaf":%t,"request_to_speak_timestamp":null,"mute":false,"guild_id":"%d","deaf":false,"channel_id":`,
		r.percent(10), r.percent(50), r.percent(20), by.g.id)
	if r.percent(25) {
		return append(b, "null}"...) // left
	}
	return append(appendID(b, channelID(channel)), '}')
}

// appendMemberUpdate appends a GUILD_MEMBER_UPDATE: 0.6 KB.
func (w *World) appendMemberUpdate(b []byte, by membership) []byte {
	b = w.appendMember(append(b, '{'), by, true)
	return fmt.Appendf(b, `,"unusual_dm_activity_until":null,"guild_id":"%d"}`, by.g.id)
}

// appendPresence appends a PRESENCE_UPDATE: 0.3 KB.
func (w *World) appendPresence(b []byte, r *random, by membership) []byte {
	device := []string{"desktop", "mobile", "web"}[r.small(3)]
	status := []string{"online", "idle", "dnd"}[r.small(3)]
	b = fmt.Appendf(b, `{"user":{"id":"%d"},"status":"%s","processed_at_timestamp":%d,"guild_id":"%d","client_status":{"%s":"%s"},"broadcast":null,"activities":[`,
		userID(by.user), status, 1700000000000+r.below(1e10), by.g.id, device, status)
	if r.percent(80) {
		start := 1700000000000 + r.below(1e10)
		b = fmt.Appendf(b, `{"type":0,"timestamps":{"start":%d},"name":"`, start)
		b = appendText(b, r, 1+r.below(3))
		b = fmt.Appendf(b, `","id":"%x","created_at":%d,"application_id":"%d"}`, r.next()>>8, start+4211, snowflake(kindOther, r.below(200)))
	}
	return append(b, "]}"...)
}

// appendInteraction appends an INTERACTION_CREATE, the use of a command: 2.4 KB.
func (w *World) appendInteraction(b []byte, r *random, by membership, channel int) []byte {
	target := by.g.member(r)
	id := snowflake(kindMessage, 1e6+r.below(1e6))
	b = append(b, `{"version":1,"type":2,"token":"aW50ZXJhY3Rpb246`...)
	for range 5 {
		b = appendHex(b, r)
	}
	b = append(b, `","member":{`...)
	b = w.appendMember(b, by, true)
	b = fmt.Appendf(b, `,"unusual_dm_activity_until":null,"permissions":"2251799813685247"},"locale":"en-GB","id":"%d","guild_locale":"en-US","guild_id":"%d","guild":{"locale":"en-US","id":"%d","features":["COMMUNITY","NEWS"]},"entitlements":[],"entitlement_sku_ids":[],"data":{"type":1,"resolved":{"users":{"%d":`,
		id, by.g.id, by.g.id, userID(target.user))
	b = w.appendUser(b, target.user)
	b = fmt.Appendf(b, `},"members":{"%d":{`, userID(target.user))
	b = w.appendMember(b, target, false)
	b = fmt.Appendf(b, `,"unusual_dm_activity_until":null,"permissions":"0"}}},"options":[{"value":"%d","type":6,"name":"user"},{"value":"`, userID(target.user))
	b = appendText(b, r, 1+r.below(20))
	b = fmt.Appendf(b, `","type":3,"name":"reason"},{"value":7,"type":4,"name":"days"}],"name":"ban","id":"%d"},"context":0,"channel_id":"%d","channel":{"type":0,"topic":null,"theme_color":null,"rate_limit_per_user":0,"position":4,"permissions":"2251799813685247","parent_id":"%d","nsfw":false,"name":"general","last_message_id":"%d","id":"%d","icon_emoji":{"name":"👋","id":null},"guild_id":"%d","flags":0},"authorizing_integration_owners":{"0":"%d"},"attachment_size_limit":10485760,"application_id":"%d","app_permissions":"2251799813685247"}`,
		snowflake(kindOther, 7), channelID(channel), snowflake(kindOther, 8), snowflake(kindMessage, r.below(1e6)), channelID(channel), by.g.id, by.g.id, Application)
	return b
}

// Application is the ID of the bot's application and of its user.
const Application = 175928847299117000
