package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// An apiError is a refusal as Discord words it: an HTTP status, and a JSON body
// with a code of Discord's own, a message and, for invalid forms, a tree that
// says which field is wrong.
//
// Discord docs: https://docs.discord.com/developers/reference#error-messages
type apiError struct {
	status  int
	code    int // Discord's; zero for errors that are only HTTP's
	message string
	form    *formNode // nil: no field is to blame
	header  http.Header
}

// Error makes refusals errors, so that handlers can return them.
func (e *apiError) Error() string { return fmt.Sprintf("%d: %s (%d)", e.status, e.message, e.code) }

// reply returns the refusal as an answer.
func (e *apiError) reply() reply {
	body := struct {
		Message string    `json:"message"`
		Code    int       `json:"code"`
		Errors  *formNode `json:"errors,omitempty"`
	}{e.message, e.code, e.form}
	raw, err := json.Marshal(body)
	if err != nil {
		return errInternal.reply()
	}
	return reply{status: e.status, raw: raw, contentType: "application/json", header: e.header}
}

// Refusals that have no code of Discord's.
var (
	errUnauthorized     = &apiError{status: http.StatusUnauthorized, message: "401: Unauthorized"}
	errNotFound         = &apiError{status: http.StatusNotFound, message: "404: Not Found"}
	errMethodNotAllowed = &apiError{status: http.StatusMethodNotAllowed, message: "405: Method Not Allowed"}
	errBodyTooLarge     = &apiError{status: http.StatusRequestEntityTooLarge, message: "Request entity too large", code: 40005}
	errInternal         = &apiError{status: http.StatusInternalServerError, message: "500: Internal Server Error"}
)

// Refusals of Discord's list that handlers give.
//
// Discord docs: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
var (
	errUnknownChannel     = unknown(10003, "Channel")
	errUnknownGuild       = unknown(10004, "Guild")
	errUnknownMember      = unknown(10007, "Member")
	errUnknownMessage     = unknown(10008, "Message")
	errUnknownOverwrite   = unknown(10009, "Permission Overwrite")
	errUnknownRole        = unknown(10011, "Role")
	errUnknownUser        = unknown(10013, "User")
	errUnknownEmoji       = &apiError{status: http.StatusBadRequest, code: 10014, message: "Unknown Emoji"}
	errUnknownWebhook     = unknown(10015, "Webhook")
	errUnknownInteraction = unknown(10062, "interaction")
	errUnknownCommand     = unknown(10063, "application command")

	errAlreadyAcknowledged = &apiError{status: http.StatusBadRequest, code: 40060, message: "Interaction has already been acknowledged."}
	errMissingAccess       = &apiError{status: http.StatusForbidden, code: 50001, message: "Missing Access"}
	errCannotEditOthers    = &apiError{status: http.StatusForbidden, code: 50005, message: "Cannot edit a message authored by another user"}
	errEmptyMessage        = &apiError{status: http.StatusBadRequest, code: 50006, message: "Cannot send an empty message"}
	errMissingPermissions  = &apiError{status: http.StatusForbidden, code: 50013, message: "Missing Permissions"}
	errSystemMessage       = &apiError{status: http.StatusForbidden, code: 50021, message: "Cannot execute action on a system message"}
	errWrongChannelType    = &apiError{status: http.StatusBadRequest, code: 50024, message: "Cannot execute action on this channel type"}
	errWebhookToken        = &apiError{status: http.StatusUnauthorized, code: 50027, message: "Invalid Webhook Token"}
	errInvalidAPIVersion   = &apiError{status: http.StatusBadRequest, code: 50041, message: "Invalid API version provided"}
	errFileTooLarge        = &apiError{status: http.StatusBadRequest, code: 50045, message: "File uploaded exceeds the maximum size"}
	errArchivedThread      = &apiError{status: http.StatusBadRequest, code: 50083, message: "Thread is archived"}
	errInvalidJSON         = &apiError{status: http.StatusBadRequest, code: 50109, message: "The request body contains invalid JSON."}
)

// unknown is the refusal for something that does not exist, or that the bot is
// not to know of.
func unknown(code int, what string) *apiError {
	return &apiError{status: http.StatusNotFound, code: code, message: "Unknown " + what}
}

// refuse makes a refusal that is needed in one place only.
func refuse(status, code int, format string, args ...any) *apiError {
	return &apiError{status: status, code: code, message: fmt.Sprintf(format, args...)}
}
