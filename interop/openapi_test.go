package interop

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// openapiFile is Discord's own description of its REST API.
const openapiFile = "../../shared/facts/openapi.json"

// TestOpenAPI holds what went over REST against Discord's OpenAPI document:
// requests that the emulator has taken must be ones that Discord takes, and
// its answers must be as Discord's are.
func TestOpenAPI(t *testing.T) {
	if _, err := os.Stat(openapiFile); err != nil {
		t.Skipf("Discord's OpenAPI document is not here: %v", err)
	}
	s := loadSpec(t)
	found, n := make(violations), 0
	records(t, func(r record) {
		if r.Kind != "request" || r.Status == 0 || r.Ordered {
			return
		}
		n++
		for _, v := range s.check(r) {
			found.add(v, r)
		}
	})
	if n == 0 {
		t.Fatal("no request was recorded")
	}
	t.Logf("%d requests", n)
	found.report(t, "openapi.allow.json")
}

// spec is the OpenAPI document, ready to check with.
type spec struct{ router routers.Router }

func loadSpec(t *testing.T) *spec {
	t.Helper()
	openapi3.DefineStringFormatValidator("snowflake", openapi3.NewRegexpFormatValidator(`^(0|[1-9][0-9]*)$`))
	doc, err := openapi3.NewLoader().LoadFromFile(openapiFile)
	if err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &spec{router}
}

// byHand is how the name of a client begins that is none: the tests of the
// emulator send with net/http alone what no library would send, to see that it
// is taken as Discord takes it.
const byHand = "Go-http-client/"

// check returns what is wrong with an exchange.
func (s *spec) check(r record) (found []violation) {
	where := r.Method + " " + r.Route
	if r.Status >= 400 {
		if err := checkRefusal(r.Status, r.Response); err != nil {
			found = append(found, violation{where, "refusal", err.Error()})
		}
		return found // the request may well have been wrong
	}
	in, err := s.request(r)
	if err != nil {
		return append(found, violation{where, "route", err.Error()})
	}
	if !strings.HasPrefix(r.UserAgent, byHand) {
		for _, e := range judgements(s.checkRequest(r, in)) {
			found = append(found, violation{where, "request", e})
		}
	}
	header := http.Header{}
	body := r.Response
	switch {
	case r.Type != "": // the content was not recorded
		header.Set("Content-Type", r.Type)
		body = []byte("text")
	case len(r.Response) > 0:
		header.Set("Content-Type", "application/json")
	}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: r.Status, Header: header, Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{MultiError: true, IncludeResponseStatus: true},
	}
	for _, e := range judgements(openapi3filter.ValidateResponse(in.Request.Context(), out)) {
		found = append(found, violation{where, fmt.Sprintf("response %d", r.Status), e})
	}
	return found
}

// request makes a recorded request one that the validator understands.
func (s *spec) request(r record) (*openapi3filter.RequestValidationInput, error) {
	path, err := url.PathUnescape(r.Path)
	if err != nil {
		return nil, err
	}
	hr, err := http.NewRequest(r.Method, "https://discord.com/api/v10", bytes.NewReader(r.Request))
	if err != nil {
		return nil, err
	}
	hr.URL.Path, hr.URL.RawQuery = "/api/v10"+path, r.Query
	hr.GetBody = nil // the validator would read the body twice through it
	if len(r.Request) > 0 {
		// Of a form, it is the part with JSON that was recorded.
		hr.Header.Set("Content-Type", "application/json")
	}
	route, params, err := s.router.FindRoute(hr)
	if err != nil {
		return nil, err
	}
	return &openapi3filter.RequestValidationInput{
		Request: hr, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, MultiError: true},
	}, nil
}

// checkRequest holds a request against the document: path, query, type of the
// content, and the content itself. Of a form, the part with JSON was recorded,
// or if there is none, its fields.
func (s *spec) checkRequest(r record, in *openapi3filter.RequestValidationInput) error {
	contentType, _, err := mime.ParseMediaType(r.ContentType)
	body := in.Route.Operation.RequestBody
	if r.ContentType == "" || contentType == "application/json" || body == nil {
		return openapi3filter.ValidateRequest(in.Request.Context(), in)
	}
	content := body.Value.Content[contentType]
	if err != nil || content == nil {
		return fmt.Errorf("content type %s is not allowed", r.ContentType)
	}
	if body.Value.Content["application/json"] != nil {
		return openapi3filter.ValidateRequest(in.Request.Context(), in)
	}
	in.Options.ExcludeRequestBody = true
	var fields any
	if err := json.Unmarshal(r.Request, &fields); err != nil {
		return err
	}
	return errors.Join(openapi3filter.ValidateRequest(in.Request.Context(), in), content.Schema.Value.VisitJSON(fields, openapi3.MultiErrors()))
}

// judgements returns what the validator says, one text for each field at the
// top. Where one of several schemas may fit, what all of them say belongs
// together.
func judgements(err error) (texts []string) {
	byField := make(map[string][]string)
	leaves(err, byField)
	for _, field := range slices.Sorted(maps.Keys(byField)) {
		said := byField[field]
		slices.Sort(said)
		texts = append(texts, strings.Join(slices.Compact(said), " | "))
	}
	return texts
}

// leaves collects the errors that an error is made of, by the field that they
// are about, without the values.
func leaves(err error, byField map[string][]string) {
	if err == nil {
		return
	}
	if many, ok := errors.AsType[openapi3.MultiError](err); ok {
		for _, e := range many {
			leaves(e, byField)
		}
		return
	}
	if request, ok := errors.AsType[*openapi3filter.RequestError](err); ok && request.Err != nil && request.Parameter == nil {
		leaves(request.Err, byField)
		return
	}
	if response, ok := errors.AsType[*openapi3filter.ResponseError](err); ok && response.Err != nil {
		leaves(response.Err, byField)
		return
	}
	schema, ok := errors.AsType[*openapi3.SchemaError](err)
	switch {
	case !ok:
		byField[""] = append(byField[""], number.ReplaceAllString(err.Error(), "/N"))
	case schema.Origin != nil:
		leaves(schema.Origin, byField)
	default:
		field, _, _ := strings.Cut(strings.Join(schema.JSONPointer(), "/"), "/")
		says := "at '/" + strings.Join(schema.JSONPointer(), "/") + "': " + schema.Reason
		if i := strings.LastIndex(says, "at '"); i > 0 {
			says = says[i:] // where in the field, and why
		}
		byField[field] = append(byField[field], number.ReplaceAllString(says, "/N"))
	}
}

// checkRefusal checks the body of an answer of 4xx or 5xx. The document can't:
// it wants a code in the body of a 429, which has none, and types the codes of
// fields as numbers, which are words such as BASE_TYPE_REQUIRED.
func checkRefusal(status int, body json.RawMessage) error {
	if len(body) == 0 {
		return errors.New("no JSON in the body")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if status == http.StatusTooManyRequests {
		var limited struct {
			Message    *string
			RetryAfter *float64 `json:"retry_after"`
			Global     *bool
			Code       *int
		}
		if err := d.Decode(&limited); err != nil {
			return err
		}
		if limited.Message == nil || limited.RetryAfter == nil || limited.Global == nil {
			return errors.New("message, retry_after or global is missing")
		}
		return nil
	}
	var refusal struct {
		Message     *string
		Code        *int
		Errors      json.RawMessage
		TargetUsers []string `json:"target_users_file"`
	}
	if err := d.Decode(&refusal); err != nil {
		return err
	}
	if len(refusal.TargetUsers) > 0 && refusal.Message == nil {
		return nil // documented: resources/invite#update-target-users-example-error-response
	}
	if refusal.Message == nil || refusal.Code == nil {
		return errors.New("message or code is missing")
	}
	if refusal.Errors == nil {
		return nil
	}
	return checkErrorTree("errors", refusal.Errors)
}

// checkErrorTree checks the part of a refusal that follows the shape of the
// request, with lists of errors under the key _errors.
func checkErrorTree(at string, tree json.RawMessage) error {
	var node map[string]json.RawMessage
	if err := json.Unmarshal(tree, &node); err != nil || len(node) == 0 {
		return fmt.Errorf("%s is no object with fields: %w", at, err)
	}
	for _, key := range slices.Sorted(maps.Keys(node)) {
		if key != "_errors" {
			if err := checkErrorTree(at+"."+key, node[key]); err != nil {
				return err
			}
			continue
		}
		var list []struct{ Code, Message string }
		if err := json.Unmarshal(node[key], &list); err != nil || len(list) == 0 || list[0].Code == "" || list[0].Message == "" {
			return fmt.Errorf("%s._errors is not a list of codes and messages: %w", at, err)
		}
	}
	return nil
}

// TestOpenAPIFinds wants the judge to find what is planted.
func TestOpenAPIFinds(t *testing.T) {
	if _, err := os.Stat(openapiFile); err != nil {
		t.Skipf("Discord's OpenAPI document is not here: %v", err)
	}
	s := loadSpec(t)
	const limit = `"session_start_limit":{"total":1,"remaining":1,"reset_after":0,"max_concurrency":1}`
	tests := []struct {
		name string
		r    record
		want string // part of what is found; empty: nothing
	}{
		{"right", record{Method: "GET", Path: "/gateway/bot", Status: 200, Response: []byte(`{"url":"wss://x","shards":1,` + limit + `}`)}, ""},
		{"a field is missing", record{Method: "GET", Path: "/gateway/bot", Status: 200, Response: []byte(`{"url":"wss://x",` + limit + `}`)}, `"shards" is missing`},
		{"a field is of another type", record{Method: "GET", Path: "/gateway/bot", Status: 200, Response: []byte(`{"url":"wss://x","shards":"1",` + limit + `}`)}, "/shards"},
		{"no such status", record{Method: "GET", Path: "/gateway/bot", Status: 201, Response: []byte(`{}`)}, "status"},
		{"no such route", record{Method: "GET", Path: "/gateway/robot", Status: 200}, "no matching operation"},
		{"a wrong request", record{Method: "PUT", Path: "/guilds/1/bans/2", Status: 204, Request: []byte(`{"delete_message_seconds":"x"}`)}, "/delete_message_seconds"},
		{"a form", record{Method: "POST", Path: "/guilds/1/stickers", Status: 201, ContentType: "multipart/form-data; boundary=x", Request: []byte(`{"name":"abc","tags":"x","file":"a.png"}`), Response: []byte(`{"id":"1","name":"abc","tags":"x","type":2,"format_type":1,"description":null,"available":true,"guild_id":"1"}`)}, ""},
		{"a form without a field", record{Method: "POST", Path: "/guilds/1/stickers", Status: 400, ContentType: "multipart/form-data; boundary=x", Request: []byte(`{"tags":"x","file":"a.png"}`), Response: []byte(`{"message":"no","code":0}`)}, ""},
		{"a type of content that is not allowed", record{Method: "PUT", Path: "/guilds/1/bans/2", Status: 204, ContentType: "multipart/form-data; boundary=x", Request: []byte(`{}`)}, "content type"},
		{"escaped", record{Method: "DELETE", Path: "/channels/1/messages/2/reactions/%F0%9F%91%8D/%40me", Status: 204}, ""},
		{"a refusal", record{Method: "GET", Path: "/users/@me", Status: 401, Response: []byte(`{"message":"401: Unauthorized","code":0}`)}, ""},
		{"a refusal without a code", record{Method: "GET", Path: "/users/@me", Status: 401, Response: []byte(`{"message":"401: Unauthorized"}`)}, "code is missing"},
		{"a refusal of fields", record{Method: "GET", Path: "/users/@me", Status: 400, Response: []byte(
			`{"message":"Invalid Form Body","code":50035,"errors":{"name":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]}}}`)}, ""},
		{"a refusal of no fields", record{Method: "GET", Path: "/users/@me", Status: 400, Response: []byte(`{"message":"Invalid Form Body","code":50035,"errors":{}}`)}, "errors"},
		{"a limit without a time", record{Method: "GET", Path: "/users/@me", Status: 429, Response: []byte(`{"message":"no","global":false}`)}, "retry_after"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.r.Route = tt.r.Path
			found := s.check(tt.r)
			switch {
			case tt.want == "" && len(found) > 0:
				t.Errorf("found %+v, want nothing", found)
			case tt.want != "" && (len(found) == 0 || !strings.Contains(fmt.Sprint(found), tt.want)):
				t.Errorf("found %+v, want %q", found, tt.want)
			}
		})
	}
}
