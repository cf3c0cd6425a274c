package rest_test

import (
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/accord-go/accord/discord"
	"github.com/accord-go/accord/rest"
)

// sent is what a server saw of a request.
type sent struct {
	method, path, query, body string
	header                    http.Header
}

// TestServices calls every method of every service and wants the request that
// its directive names, with the arguments in the path in their order, and its
// answer decoded.
func TestServices(t *testing.T) {
	t.Parallel()
	fset, files := parseSources(t)
	directives := make(map[string][]string)
	for _, m := range serviceMethods(fset, files, services()) {
		directives[m.String()] = strings.Fields(m.doc.List[len(m.doc.List)-1].Text)
	}
	requests := make(chan sent, 10)
	cfg := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		requests <- sent{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, string(body), r.Header}
		reason, _ := url.PathUnescape(r.Header.Get("X-Audit-Log-Reason"))
		reply(w, http.StatusOK, reason) // the test says there what to answer
	})
	cfg.NoValidation, cfg.Limiter = true, rest.NoLimit
	client := newClient(t, cfg)
	for _, service := range services() {
		v := reflect.ValueOf(client).Elem().FieldByName(service)
		for i := range v.NumMethod() {
			name := service + "." + v.Type().Method(i).Name
			t.Run(name, func(t *testing.T) {
				directive := directives[name]
				if directive == nil {
					t.Fatal("the method has no directive")
				}
				want := callMethod(t, v.Method(i), directive[3])
				var got sent
				select {
				case got = <-requests:
				default:
					t.Fatal("nothing was sent")
				}
				if got.method != directive[2] || got.path != want {
					t.Errorf("sent %s %s, want %s %s", got.method, got.path, directive[2], want)
				}
				anonymous := strings.Contains(directive[3], "_token}") || strings.HasPrefix(directive[3], "/oauth2/token")
				if auth := got.header.Get("Authorization"); (auth == "") != anonymous {
					t.Errorf("Authorization is there: %t", auth != "")
				}
			})
		}
	}
}

// callMethod calls a service's method with made-up arguments and returns what
// path they must lead to.
func callMethod(t *testing.T, method reflect.Value, pattern string) string {
	t.Helper()
	typ := method.Type()
	var values []string
	var args []reflect.Value
	for i := range typ.NumIn() - 1 {
		arg := reflect.New(typ.In(i)).Elem()
		switch arg.Kind() {
		case reflect.Interface:
			arg.Set(reflect.ValueOf(t.Context()))
		case reflect.Uint64:
			arg.SetUint(uint64(100 + i))
			values = append(values, strconv.Itoa(100+i))
		case reflect.String:
			arg.SetString("a b")
			values = append(values, "a%20b")
		case reflect.Int:
			arg.SetInt(int64(100 + i))
			values = append(values, strconv.Itoa(100+i))
		case reflect.Bool:
			arg.SetBool(true)
		case reflect.Struct:
			f := arg.FieldByName("File")
			if arg.Type() == reflect.TypeFor[discord.File]() {
				f = arg
			}
			if f.IsValid() { // a body that can't do without
				f.Set(reflect.ValueOf(discord.File{Name: "a.png", Reader: strings.NewReader("a")}))
			}
		}
		args = append(args, arg)
	}
	object, list := `{"id":"7","items":[],"threads":[],"members":[],"users":[],"messages":[]}`, `[{"id":"7"}]`
	answer := object
	if typ.NumOut() == 2 && typ.Out(0).Kind() == reflect.Slice {
		answer = list
	}
	if typ.Out(0).Kind() == reflect.Map {
		answer = `{"7":1}`
	}
	sequence := typ.Out(0).Kind() == reflect.Func
	if sequence {
		answer = `[]`
		if strings.Contains(pattern, "pins") || strings.Contains(pattern, "audit-logs") || strings.HasSuffix(pattern, "/requests") || strings.Contains(pattern, "archived") || strings.Contains(pattern, "polls") || strings.Contains(pattern, "search") {
			answer = object
		}
	}
	if strings.HasSuffix(pattern, "/target-users") {
		answer = "user_id\n7\n"
	}
	args = append(args, reflect.ValueOf(rest.Option(rest.Reason(answer))))
	results := method.Call(args)
	if sequence {
		results[0].Call([]reflect.Value{reflect.MakeFunc(typ.Out(0).In(0), func(item []reflect.Value) []reflect.Value {
			if err, ok := item[1].Interface().(error); ok {
				t.Error(err)
			}
			return []reflect.Value{reflect.ValueOf(true)}
		})})
	} else if err, ok := results[len(results)-1].Interface().(error); ok {
		t.Error(err)
	} else if len(results) == 2 && results[0].IsZero() {
		t.Error("the result is nil")
	}
	var path strings.Builder
	for _, value := range values {
		before, after, ok := strings.Cut(pattern, "{")
		if !ok {
			break // the others go into the body
		}
		_, pattern, _ = strings.Cut(after, "}")
		path.WriteString(before + value)
	}
	return path.String() + pattern
}
