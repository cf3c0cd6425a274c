package emulator

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
)

// Bounds of what a request may carry.
const (
	maxRequestBody = 26 << 20 // Discord takes 25 MiB of files per message; the rest of the form goes on top
	maxFileSize    = 10 << 20 // of a bot without boosts or Nitro
	maxParts       = 32
	maxFormValue   = 4 << 20 // of a part that is not a file
)

// readBody reads the body of hr into r, whichever way it is encoded.
//
// Discord docs: https://docs.discord.com/developers/reference#http-api
func readBody(w http.ResponseWriter, hr *http.Request, r *request) error {
	hr.Body = http.MaxBytesReader(w, hr.Body, maxRequestBody)
	header := hr.Header.Get("Content-Type")
	if header == "" || hr.ContentLength == 0 {
		return readJSON(hr.Body, r)
	}
	kind, params, err := mime.ParseMediaType(header)
	if err != nil {
		return errContentType(header)
	}
	switch kind {
	case "application/json":
		return readJSON(hr.Body, r)
	case "multipart/form-data":
		return readMultipart(multipart.NewReader(hr.Body, params["boundary"]), r)
	case "application/x-www-form-urlencoded":
		return readURLEncoded(hr.Body, r)
	default:
		return errContentType(header)
	}
}

func errContentType(header string) error {
	return invalid("CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be one of {'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'}, not \""+header+"\".")
}

func readJSON(body io.Reader, r *request) error {
	b, err := io.ReadAll(body)
	if err != nil {
		return bodyError(err)
	}
	if len(b) > 0 && !json.Valid(b) {
		return errInvalidJSON
	}
	r.body = b
	return nil
}

func readURLEncoded(body io.Reader, r *request) error {
	b, err := io.ReadAll(body)
	if err != nil {
		return bodyError(err)
	}
	if len(b) == 0 {
		return nil
	}
	values, err := url.ParseQuery(string(b))
	if err != nil {
		return errInvalidForm
	}
	r.form = values
	fields := make(map[string]string, len(values))
	for name := range values {
		fields[name] = values.Get(name)
	}
	r.body, err = json.Marshal(fields)
	return err
}

// readMultipart reads a form with files: the JSON in payload_json, or else in
// one field each, and any other part with a file name.
//
// Discord docs: https://docs.discord.com/developers/reference#uploading-files
func readMultipart(form *multipart.Reader, r *request) error {
	fields := make(map[string]string)
	for n := 0; ; n++ {
		part, err := form.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return bodyError(err)
		}
		if n == maxParts {
			return errInvalidForm
		}
		if err := readPart(part, fields, r); err != nil {
			return err
		}
	}
	payload, ok := fields["payload_json"]
	if ok {
		if !json.Valid([]byte(payload)) {
			return errInvalidJSON
		}
		r.body = []byte(payload)
		return nil
	}
	if len(fields) == 0 {
		return nil
	}
	var err error
	r.body, err = json.Marshal(fields)
	return err
}

func readPart(part *multipart.Part, fields map[string]string, r *request) error {
	name, file := part.FormName(), part.FileName()
	most := int64(maxFormValue)
	if file != "" {
		most = maxFileSize
	}
	data, err := io.ReadAll(io.LimitReader(part, most+1))
	switch {
	case err != nil:
		return bodyError(err)
	case int64(len(data)) > most && file != "":
		return errFileTooLarge
	case int64(len(data)) > most:
		return errBodyTooLarge
	case name == "":
		return errInvalidForm
	case file == "" || name == "payload_json": // some clients give the JSON a file name
		fields[name] = string(data)
	default:
		r.files = append(r.files, upload{field: name, name: file, contentType: part.Header.Get("Content-Type"), data: data})
	}
	return nil
}

var errInvalidForm = &apiError{status: http.StatusBadRequest, code: 50035, message: "Invalid Form Body"}

// bodyError is the refusal of a body that could not be read to its end.
func bodyError(err error) error {
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return errBodyTooLarge
	}
	return errInvalidForm
}
