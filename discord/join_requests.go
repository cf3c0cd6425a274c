package discord

import "encoding/json"

// JoinRequest is a user's wish to become a member of a guild that chooses its
// members.
//
// Discord has no page about it yet; it is described in its OpenAPI document.
type JoinRequest struct {
	ID                JoinRequestID         `json:"id"`
	GuildID           GuildID               `json:"guild_id"`
	UserID            UserID                `json:"user_id"`
	CreatedAt         Time                  `json:"created_at"`
	ApplicationStatus *JoinRequestStatus    `json:"application_status"` // nil: the user has not begun
	ReviewedAt        Time                  `json:"reviewed_at"`        // zero: not yet
	RejectionReason   *string               `json:"rejection_reason"`
	User              *User                 `json:"user,omitzero"`
	ActionedByUser    *User                 `json:"actioned_by_user,omitzero"` // who decided
	FormResponses     []JoinRequestResponse `json:"form_responses,omitzero"`
}

// JoinRequestID names a [JoinRequest].
type JoinRequestID = ID[JoinRequest]

// JoinRequestStatus is how far a request has got. Other values than these may
// come.
type JoinRequestStatus string

// The states of a request.
const (
	JoinRequestStatusStarted   JoinRequestStatus = "STARTED" // the user has not sent it yet
	JoinRequestStatusSubmitted JoinRequestStatus = "SUBMITTED"
	JoinRequestStatusRejected  JoinRequestStatus = "REJECTED"
	JoinRequestStatusApproved  JoinRequestStatus = "APPROVED"
)

// JoinRequests are a page of a guild's requests.
type JoinRequests struct {
	Requests []JoinRequest `json:"guild_join_requests,omitzero"`
	Total    int           `json:"total,omitzero"` // how many there are on all pages
}

// JoinRequestResponse is what a user answered to one field of a guild's form.
type JoinRequestResponse struct {
	FieldType   JoinRequestFieldType `json:"field_type"`
	Label       string               `json:"label,omitzero"`
	Description string               `json:"description,omitzero"`
	Required    bool                 `json:"required,omitzero"`
	Values      []string             `json:"values,omitzero"`      // the terms
	Choices     []string             `json:"choices,omitzero"`     // of a multiple choice
	Placeholder string               `json:"placeholder,omitzero"` // of texts

	// Response is the answer as JSON: true or false for terms, a string for texts,
	// the index of one of Choices for a multiple choice. Nil: there is none.
	Response json.RawMessage `json:"response,omitzero"`
}

// JoinRequestFieldType is a kind of field of a form. Other values than these may
// come.
type JoinRequestFieldType string

// The kinds of fields.
const (
	JoinRequestFieldTypeTerms          JoinRequestFieldType = "TERMS"
	JoinRequestFieldTypeTextInput      JoinRequestFieldType = "TEXT_INPUT" // one line
	JoinRequestFieldTypeParagraph      JoinRequestFieldType = "PARAGRAPH"
	JoinRequestFieldTypeMultipleChoice JoinRequestFieldType = "MULTIPLE_CHOICE"
)
