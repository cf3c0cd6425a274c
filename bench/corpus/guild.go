package corpus

import "fmt"

// appendGuild appends a GUILD_CREATE.
func (w *World) appendGuild(b []byte, g *guild) []byte {
	r := random{mix(w.seed, g.id, 4)}
	b = fmt.Appendf(b, `{"voice_states":[],"verification_level":2,"vanity_url_code":null,"unavailable":false,"threads":[],"system_channel_id":"%d","system_channel_flags":0,"stickers":[],"stage_instances":[],"soundboard_sounds":[],"safety_alerts_channel_id":null,"rules_channel_id":"%d","roles":[`,
		channelID(g.channel), channelID(g.channel+1))
	b = list(b, g.size.Roles, func(b []byte, n int) []byte { return appendRole(b, &r, g, n) })
	b = append(b, `],"region":"us-west","public_updates_channel_id":null,"profile":null,"presences":[],"premium_tier":1,"premium_subscription_count":4,"premium_progress_bar_enabled":false,"preferred_locale":"en-US","owner_id":`...)
	b = appendID(b, userID(g.users[0]))
	b = append(b, `,"owner_configured_content_level":0,"nsfw_level":0,"nsfw":false,"name":"`...)
	b = appendText(b, &r, 1+r.below(3))
	b = append(b, `","mfa_level":0,"members":[`...)
	b = list(b, len(g.users), func(b []byte, n int) []byte {
		b = w.appendMember(append(b, '{'), membership{g, g.users[n]}, true)
		return append(b, '}')
	})
	b = fmt.Appendf(b, `],"member_count":%d,"max_video_channel_users":25,"max_stage_video_channel_users":50,"max_members":500000,"lazy":true,"latest_onboarding_question_id":null,"large":%t,"joined_at":`,
		len(g.users), len(g.users) > 50)
	b = appendTimeOrNull(b, &r, 100)
	b = fmt.Appendf(b, `,"incidents_data":null,"id":"%d","icon":`, g.id)
	b = appendHash(b, &r)
	b = append(b, `,"hub_type":null,"home_header":null,"guild_scheduled_events":[],"features":["COMMUNITY","NEWS","INVITE_SPLASH"],"explicit_content_filter":2,"emojis":[`...)
	b = list(b, g.size.Emojis, func(b []byte, n int) []byte {
		return fmt.Appendf(b, `{"version":%d,"roles":[],"require_colons":true,"name":"emoji_%d","managed":false,"id":"%d","available":true,"animated":%t}`,
			1700000000000+r.below(1e10), n, snowflake(kindOther, 1e6+g.channel+n), r.percent(20))
	})
	b = append(b, `],"embedded_activities":[],"discovery_splash":null,"description":null,"default_message_notifications":1,"channels":[`...)
	b = list(b, g.size.Channels, func(b []byte, n int) []byte { return appendChannel(b, &r, g, n) })
	return append(b, `],"banner":null,"application_id":null,"application_command_counts":{},"afk_timeout":300,"afk_channel_id":null}`...)
}

// list appends n elements with commas between them.
func list(b []byte, n int, elem func(b []byte, i int) []byte) []byte {
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = elem(b, i)
	}
	return b
}

func appendRole(b []byte, r *random, g *guild, n int) []byte {
	color := r.below(1 << 24)
	b = fmt.Appendf(b, `{"version":%d,"unicode_emoji":null,"tags":{},"position":%d,"permissions":"%d","name":"`, 1700000000000+r.below(1e10), n, r.next()>>14)
	b = appendText(b, r, 1+r.below(2))
	return fmt.Appendf(b, `","mentionable":%t,"managed":false,"id":"%d","icon":null,"hoist":%t,"flags":0,"colors":{"tertiary_color":null,"secondary_color":null,"primary_color":%d},"color":%d}`,
		r.percent(30), g.roleID(n), r.percent(30), color, color)
}

// appendChannel appends a channel. One in eight is a category, one in six of
// the others a voice channel.
func appendChannel(b []byte, r *random, g *guild, n int) []byte {
	overwrites := func(b []byte, i int) []byte {
		return fmt.Appendf(b, `{"type":0,"id":"%d","deny":"2048","allow":"1024"}`, g.roleID(i))
	}
	version, id := 1700000000000+r.below(1e10), channelID(g.channel+n)
	if n%8 == 0 {
		b = fmt.Appendf(b, `{"version":%d,"type":4,"position":%d,"permission_overwrites":[`, version, n)
		b = list(b, r.small(4), overwrites)
		b = append(b, `],"name":"`...)
		b = appendText(b, r, 1)
		return fmt.Appendf(b, `","id":"%d","flags":0}`, id)
	}
	parent := channelID(g.channel + n - n%8)
	if n%6 == 5 {
		b = fmt.Appendf(b, `{"voice_background_display":null,"version":%d,"user_limit":0,"type":2,"status":null,"rtc_region":null,"rate_limit_per_user":0,"position":%d,"permission_overwrites":[`, version, n)
		b = list(b, r.small(4), overwrites)
		return fmt.Appendf(b, `],"parent_id":"%d","nsfw":false,"name":"voice %d","last_message_id":null,"id":"%d","icon_emoji":null,"flags":0,"bitrate":64000}`, parent, n, id)
	}
	b = fmt.Appendf(b, `{"version":%d,"type":0,"topic":`, version)
	if r.percent(60) {
		b = append(appendText(append(b, '"'), r, 1+r.below(20)), '"')
	} else {
		b = append(b, "null"...)
	}
	b = fmt.Appendf(b, `,"theme_color":null,"rate_limit_per_user":0,"position":%d,"permission_overwrites":[`, n)
	b = list(b, r.small(4), overwrites)
	b = fmt.Appendf(b, `],"parent_id":"%d","nsfw":false,"name":"`, parent)
	b = appendText(b, r, 1)
	return fmt.Appendf(b, `","last_message_id":"%d","id":"%d","icon_emoji":{"name":"👋","id":null},"flags":0}`, snowflake(kindMessage, r.below(1e6)), id)
}
