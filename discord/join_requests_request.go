package discord

// ActionJoinRequest decides on a request to become a member of a guild.
//
// Discord has no page about it yet; it is described in its OpenAPI document.
type ActionJoinRequest struct {
	Action          JoinRequestStatus `json:"action,omitzero"`           // APPROVED or REJECTED
	RejectionReason Optional[string]  `json:"rejection_reason,omitzero"` // at most 160 characters
}

// Validate checks the limits that Discord documents.
func (b ActionJoinRequest) Validate() error {
	var c checker
	c.optionalText("rejection_reason", b.RejectionReason, 0, 160)
	return c.err()
}
