package rest_test

import (
	"context"
	"time"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

var someTime = discord.At(time.Unix(1_900_000_000, 0))

// moderationSamples are requests for rules of auto moderation and for join
// requests.
var moderationSamples = []sample{
	{"create_auto_moderation_rule", func(ctx context.Context, c *rest.Client) error {
		_, err := c.AutoModeration.Create(ctx, 1, discord.CreateAutoModerationRule{
			Name: "words", EventType: discord.AutoModerationEventTypeMessageSend, TriggerType: discord.AutoModerationTriggerTypeKeyword,
			TriggerMetadata: &discord.AutoModerationTrigger{KeywordFilter: []string{"*bad*"}, RegexPatterns: []string{"b+ad"}, AllowList: []string{"badge"}},
			Actions: discord.AutoModerationActions{
				discord.BlockMessageAction{CustomMessage: "no"}, discord.SendAlertMessageAction{ChannelID: 2}, discord.TimeoutAction{DurationSeconds: 60},
			},
			Enabled: true, ExemptRoles: []discord.RoleID{3}, ExemptChannels: []discord.ChannelID{4},
		}, rest.Reason("order"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.AutoModeration.Create(ctx, 1, discord.CreateAutoModerationRule{
			Name: "spam", EventType: discord.AutoModerationEventTypeMessageSend, TriggerType: discord.AutoModerationTriggerTypeSpam,
			Actions: discord.AutoModerationActions{discord.BlockMessageAction{}},
		})
		return err
	}},
	{"update_auto_moderation_rule", func(ctx context.Context, c *rest.Client) error {
		_, err := c.AutoModeration.Update(ctx, 1, 2, discord.UpdateAutoModerationRule{
			Name: "mentions", EventType: discord.AutoModerationEventTypeMessageSend, TriggerType: discord.AutoModerationTriggerTypeMentionSpam,
			TriggerMetadata: discord.Set(discord.AutoModerationTrigger{MentionTotalLimit: 5, MentionRaidProtectionEnabled: true}),
			Actions:         discord.AutoModerationActions{discord.BlockMemberInteractionAction{}},
			Enabled:         discord.Set(false), ExemptRoles: []discord.RoleID{}, ExemptChannels: []discord.ChannelID{5},
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.AutoModeration.Update(ctx, 1, 2, discord.UpdateAutoModerationRule{})
		return err
	}},
	{"action_guild_join_request", func(ctx context.Context, c *rest.Client) error {
		_, err := c.JoinRequests.Decide(ctx, 1, 2, discord.ActionJoinRequest{Action: discord.JoinRequestStatusRejected, RejectionReason: discord.Set("full")})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.JoinRequests.Decide(ctx, 1, 2, discord.ActionJoinRequest{})
		return err
	}},
}

// eventSamples are requests for scheduled events and stage instances.
var eventSamples = []sample{
	{"create_guild_scheduled_event", func(ctx context.Context, c *rest.Client) error {
		_, err := c.ScheduledEvents.Create(ctx, 1, discord.CreateScheduledEvent{
			EntityMetadata: &discord.ScheduledEventMetadata{Location: "the park"}, Name: "picnic", Description: "bring cake",
			PrivacyLevel: discord.ScheduledEventPrivacyLevelGuildOnly, EntityType: discord.ScheduledEventEntityTypeExternal,
			ScheduledStartTime: someTime, ScheduledEndTime: discord.At(someTime.Add(time.Hour)), Image: "data:image/png;base64,AA==",
			RecurrenceRule: &discord.RecurrenceRule{
				Start: someTime, Frequency: discord.RecurrenceFrequencyMonthly, Interval: 1,
				ByNWeekday: []discord.RecurrenceNWeekday{{N: 2, Day: discord.RecurrenceWeekdayFriday}},
			},
		}, rest.Reason("summer"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.ScheduledEvents.Create(ctx, 1, discord.CreateScheduledEvent{
			ChannelID: 2, Name: "talk", PrivacyLevel: discord.ScheduledEventPrivacyLevelGuildOnly,
			EntityType: discord.ScheduledEventEntityTypeVoice, ScheduledStartTime: someTime,
		})
		return err
	}},
	{"update_guild_scheduled_event", func(ctx context.Context, c *rest.Client) error {
		_, err := c.ScheduledEvents.Update(ctx, 1, 2, discord.UpdateScheduledEvent{
			ChannelID: discord.Null[discord.ChannelID](), EntityMetadata: discord.Set(discord.ScheduledEventMetadata{Location: "the lake"}),
			Name: "swim", PrivacyLevel: discord.ScheduledEventPrivacyLevelGuildOnly, ScheduledStartTime: someTime, ScheduledEndTime: discord.Set(someTime),
			Description: discord.Null[string](), EntityType: discord.Set(discord.ScheduledEventEntityTypeExternal),
			Status: discord.Set(discord.ScheduledEventStatusActive), Image: discord.Set[discord.ImageData]("data:image/png;base64,AA=="),
			RecurrenceRule: discord.Set(discord.RecurrenceRule{
				Start: someTime, Frequency: discord.RecurrenceFrequencyYearly, Interval: 1,
				ByMonth: []discord.RecurrenceMonth{discord.RecurrenceMonthMay}, ByMonthDay: []int{1},
			}),
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.ScheduledEvents.Update(ctx, 1, 2, discord.UpdateScheduledEvent{})
		return err
	}},
	{"create_guild_scheduled_event_exception", func(ctx context.Context, c *rest.Client) error {
		_, err := c.ScheduledEvents.CreateException(ctx, 1, 2, discord.CreateScheduledEventException{
			OriginalScheduledStartTime: someTime, ScheduledStartTime: someTime, ScheduledEndTime: someTime, IsCanceled: true,
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.ScheduledEvents.CreateException(ctx, 1, 2, discord.CreateScheduledEventException{OriginalScheduledStartTime: someTime})
		return err
	}},
	{"update_guild_scheduled_event_exception", func(ctx context.Context, c *rest.Client) error {
		_, err := c.ScheduledEvents.UpdateException(ctx, 1, 2, 3, discord.UpdateScheduledEventException{
			ScheduledStartTime: discord.Set(someTime), ScheduledEndTime: discord.Null[discord.Time](), IsCanceled: discord.Set(false),
		})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.ScheduledEvents.UpdateException(ctx, 1, 2, 3, discord.UpdateScheduledEventException{})
		return err
	}},
	{"create_stage_instance", func(ctx context.Context, c *rest.Client) error {
		_, err := c.StageInstances.Create(ctx, discord.CreateStageInstance{
			ChannelID: 1, Topic: "open mic", PrivacyLevel: discord.StageInstancePrivacyLevelGuildOnly, SendStartNotification: true, ScheduledEventID: 2,
		}, rest.Reason("friday"))
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.StageInstances.Create(ctx, discord.CreateStageInstance{ChannelID: 1, Topic: "open mic"})
		return err
	}},
	{"update_stage_instance", func(ctx context.Context, c *rest.Client) error {
		_, err := c.StageInstances.Update(ctx, 1, discord.UpdateStageInstance{Topic: "closed mic", PrivacyLevel: discord.StageInstancePrivacyLevelGuildOnly})
		return err
	}, func(ctx context.Context, c *rest.Client) error {
		_, err := c.StageInstances.Update(ctx, 1, discord.UpdateStageInstance{})
		return err
	}},
}
