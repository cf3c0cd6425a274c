package rest

import (
	"context"

	"github.com/accord-go/accord/discord"
)

// Applications are the operations on the application that the token belongs
// to.
//
// Discord docs: https://docs.discord.com/developers/resources/application
type Applications struct{ c *Client }

// Me returns the bot's application.
//
// Discord docs: https://docs.discord.com/developers/resources/application#get-current-application
//
//discord:op get_my_application GET /applications/@me
func (s Applications) Me(ctx context.Context, opts ...Option) (*discord.Application, error) {
	return do[discord.Application](ctx, s.c, get("/applications/@me"), nil, opts)
}

// UpdateMe changes the bot's application. A new InteractionsEndpointURL must
// answer Discord's PINGs while the request runs.
//
// Discord docs: https://docs.discord.com/developers/resources/application#edit-current-application
//
//discord:op update_my_application PATCH /applications/@me
func (s Applications) UpdateMe(ctx context.Context, b discord.UpdateApplication, opts ...Option) (*discord.Application, error) {
	return do[discord.Application](ctx, s.c, patch("/applications/@me"), b, opts)
}

// Get returns an application, which must be the bot's own. It is not
// documented.
//
// Discord docs: https://docs.discord.com/developers/resources/application#get-current-application
//
//discord:op get_application GET /applications/{application_id}
func (s Applications) Get(ctx context.Context, app discord.ApplicationID, opts ...Option) (*discord.Application, error) {
	return do[discord.Application](ctx, s.c, get("/applications/{application_id}", app), nil, opts)
}

// Update changes an application, which must be the bot's own, as
// [Applications.UpdateMe] does. It is not documented.
//
// Discord docs: https://docs.discord.com/developers/resources/application#edit-current-application
//
//discord:op update_application PATCH /applications/{application_id}
func (s Applications) Update(ctx context.Context, app discord.ApplicationID, b discord.UpdateApplication, opts ...Option) (*discord.Application, error) {
	return do[discord.Application](ctx, s.c, patch("/applications/{application_id}", app), b, opts)
}

// GetActivityInstance returns an activity of the application that runs. Where
// it does not run, the error is a 404.
//
// Discord docs: https://docs.discord.com/developers/resources/application#get-application-activity-instance
//
//discord:op applications_get_activity_instance GET /applications/{application_id}/activity-instances/{instance_id}
func (s Applications) GetActivityInstance(ctx context.Context, app discord.ApplicationID, instance string, opts ...Option) (*discord.EmbeddedActivityInstance, error) {
	return do[discord.EmbeddedActivityInstance](ctx, s.c, get("/applications/{application_id}/activity-instances/{instance_id}", app, text(instance)), nil, opts)
}

// UploadAttachment uploads a file for an activity and returns where it is, for
// a while. It takes the token of a user too. It is not documented.
//
// Discord docs: https://docs.discord.com/developers/activities/overview
//
//discord:op upload_application_attachment POST /applications/{application_id}/attachment
func (s Applications) UploadAttachment(ctx context.Context, app discord.ApplicationID, f discord.File, opts ...Option) (*discord.ApplicationAttachment, error) {
	return do[discord.ApplicationAttachment](ctx, s.c, post("/applications/{application_id}/attachment", app), upload{files: []formFile{{"file", f}}}, opts)
}

// ListRoleConnectionMetadata returns what the application says that it knows of
// users' accounts, for linked roles.
//
// Discord docs: https://docs.discord.com/developers/resources/application-role-connection-metadata#get-application-role-connection-metadata-records
//
//discord:op get_application_role_connections_metadata GET /applications/{application_id}/role-connections/metadata
func (s Applications) ListRoleConnectionMetadata(ctx context.Context, app discord.ApplicationID, opts ...Option) ([]discord.RoleConnectionMetadata, error) {
	return doList[discord.RoleConnectionMetadata](ctx, s.c, get("/applications/{application_id}/role-connections/metadata", app), nil, opts)
}

// UpdateRoleConnectionMetadata replaces all that the application says that it
// knows of users' accounts, at most 5 things, and returns it. None: nothing any
// more.
//
// Discord docs: https://docs.discord.com/developers/resources/application-role-connection-metadata#update-application-role-connection-metadata-records
//
//discord:op update_application_role_connections_metadata PUT /applications/{application_id}/role-connections/metadata
func (s Applications) UpdateRoleConnectionMetadata(ctx context.Context, app discord.ApplicationID, b discord.UpdateRoleConnectionMetadata, opts ...Option) ([]discord.RoleConnectionMetadata, error) {
	return doList[discord.RoleConnectionMetadata](ctx, s.c, put("/applications/{application_id}/role-connections/metadata", app), b, opts)
}
