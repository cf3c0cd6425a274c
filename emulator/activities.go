package emulator

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/accord-go/accord/discord"
)

// activityRoutes are the operations on Activities, which are programs that run
// inside Discord and that several users share.
//
// Discord docs: https://docs.discord.com/developers/activities/overview
var activityRoutes = []route{
	{method: http.MethodGet, pattern: "/applications/{application_id}/activity-instances/{instance}", handle: (*bot).getActivityInstance},
	{method: http.MethodPost, pattern: "/applications/{application_id}/attachment", handle: (*bot).uploadAttachment},
}

// launch opens the bot's Activity for the person of an interaction, or takes them
// to where it runs in the channel already. Nobody here closes it: it runs as long
// as there is the channel.
//
// Discord docs: https://docs.discord.com/developers/activities/development-guides/multiplayer-experience#activity-instance-management
func (b *bot) launch(r *request, it *interaction) {
	running := b.activities[it.channel.ID]
	if running == nil {
		id := discord.InteractionID(b.nextID(r.now)).String()
		where := discord.ActivityLocation{
			ID: fmt.Sprintf("pc-%d", it.channel.ID), Kind: discord.ActivityLocationKindPrivateChannel, ChannelID: it.channel.ID,
		}
		if g := it.channel.GuildID; g != 0 {
			where.ID, where.Kind, where.GuildID = fmt.Sprintf("gc-%d-%d", g, it.channel.ID), discord.ActivityLocationKindGuildChannel, g
		}
		running = &discord.EmbeddedActivityInstance{ApplicationID: b.app.ID, InstanceID: "i-" + id + "-" + where.ID, LaunchID: id, Location: where}
		b.activities[it.channel.ID] = running
	}
	if !slices.Contains(running.Users, it.person.ID) {
		running.Users = append(running.Users, it.person.ID)
	}
}

// getActivityInstance returns an instance that runs.
//
// Discord docs: https://docs.discord.com/developers/resources/application#get-application-activity-instance
func (b *bot) getActivityInstance(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	for channel, running := range b.activities {
		if running.InstanceID == r.vars["instance"] && b.state.channels[channel] != nil {
			return ok(running)
		}
	}
	return reply{}, errNotFound
}

// uploadAttachment stores a file for an Activity, which lets a user share it.
//
// Discord docs: https://docs.discord.com/developers/activities/development-guides/user-actions#open-share-moment-dialog
func (b *bot) uploadAttachment(r *request) (reply, error) {
	if err := b.ownOnly(r); err != nil {
		return reply{}, err
	}
	i := slices.IndexFunc(r.files, func(f upload) bool { return f.field == "file" })
	if i < 0 {
		return reply{}, invalid(codeRequired, "This field is required", "file")
	}
	a := b.storeFile(r, discord.ChannelID(b.app.ID), &r.files[i], nil)
	a.Ephemeral = true
	return ok(struct {
		Attachment discord.Attachment `json:"attachment"`
	}{a})
}
