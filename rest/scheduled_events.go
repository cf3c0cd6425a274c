package rest

// ScheduledEvents are the operations on a guild's events that people can say to come to.
//
// Discord docs: https://docs.discord.com/developers/resources/guild-scheduled-event
type ScheduledEvents struct{ c *Client }
