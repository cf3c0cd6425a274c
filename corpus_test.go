package accord

import (
	"fmt"
	"strings"
)

// Events as the gateway sends them: keys mostly in reverse order.
const (
	messageData = `{"type":0,"tts":false,"timestamp":"2026-11-21T02:31:17.120000+00:00","referenced_message":null,"pinned":false,"nonce":"1175972832154337280","mentions":[{"username":"wren","public_flags":64,"primary_guild":null,"member":{"roles":["41771983423143936","41771983423143937"],"premium_since":null,"pending":false,"nick":"Wren","mute":false,"joined_at":"2021-04-10T12:22:09.107000+00:00","flags":0,"deaf":false,"communication_disabled_until":null,"banner":null,"avatar":null},"id":"80351110224678912","global_name":"Wren","discriminator":"0","collectibles":null,"clan":null,"avatar_decoration_data":null,"avatar":"8342729096ea3675442027381ff50dfe"}],"mention_roles":[],"mention_everyone":false,"member":{"roles":["41771983423143938","41771983423143939","41771983423143940"],"premium_since":null,"pending":false,"nick":null,"mute":false,"joined_at":"2020-02-11T08:01:55.330000+00:00","flags":2,"deaf":false,"communication_disabled_until":null,"banner":null,"avatar":null},"id":"%d","flags":0,"embeds":[],"edited_timestamp":null,"content":"did you see what \"they\" said?\nI am not sure that <@80351110224678912> will like it","components":[],"channel_type":0,"channel_id":"%d","author":{"username":"finch","public_flags":0,"primary_guild":null,"id":"53908232506183680","global_name":"Finch","discriminator":"0","collectibles":null,"clan":null,"avatar_decoration_data":null,"avatar":"a_bab14f271d565501444b2ca3be944b25"},"attachments":[],"guild_id":"41771983423143937"}`

	typingData = `{"user_id":"53908232506183680","timestamp":1795228277,"member":{"user":{"username":"finch","public_flags":0,"primary_guild":null,"id":"53908232506183680","global_name":"Finch","display_name":"Finch","discriminator":"0","collectibles":null,"clan":null,"bot":false,"avatar_decoration_data":null,"avatar":"a_bab14f271d565501444b2ca3be944b25"},"roles":["41771983423143938"],"premium_since":null,"pending":false,"nick":null,"mute":false,"joined_at":"2020-02-11T08:01:55.330000+00:00","flags":2,"deaf":false,"communication_disabled_until":null,"banner":null,"avatar":null},"channel_id":"41771983423143999","guild_id":"41771983423143937"}`
)

// message returns the data of a MESSAGE_CREATE.
func message(id, channel uint64) string { return fmt.Sprintf(messageData, id, channel) }

// say returns a short one with that text.
func say(id, channel uint64, content string) string {
	return fmt.Sprintf(`{"id":"%d","content":%q,"channel_id":"%d","author":{"id":"7","username":"finch","discriminator":"0"}}`, id, strings.ReplaceAll(content, "\n", " "), channel)
}
