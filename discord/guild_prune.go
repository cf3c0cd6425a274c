package discord

// GuildPrune tells how many members a prune removes.
//
// Discord docs: https://docs.discord.com/developers/resources/guild#begin-guild-prune
type GuildPrune struct {
	Pruned *int `json:"pruned"` // nil: it was not to be counted
}
