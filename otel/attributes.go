package accordotel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/accord-go/accord"
	"github.com/accord-go/accord/event"
	"github.com/accord-go/accord/rest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// The attributes that OpenTelemetry's conventions have no name for.
const (
	keyEventType       = attribute.Key("discord.event.type")
	keyReplayed        = attribute.Key("discord.event.replayed")
	keyShard           = attribute.Key("discord.shard")
	keyShardState      = attribute.Key("discord.shard.state")
	keyCause           = attribute.Key("discord.disconnect.cause")
	keyCloseCode       = attribute.Key("discord.close_code")
	keyResumable       = attribute.Key("discord.session.resumable")
	keyInteractionType = attribute.Key("discord.interaction.type")
	keyCommand         = attribute.Key("discord.command.name")
	keyBucket          = attribute.Key("discord.rest.bucket")
	keyScope           = attribute.Key("discord.rest.scope")
	keyWait            = attribute.Key("discord.rest.limit.wait")
	keyRetryAfter      = attribute.Key("discord.rest.retry_after")
)

// other is the type of events that the library does not know: a name that comes
// over the network must not make a series of its own.
const other = "_OTHER"

// known are the names of the events that Discord documents.
var known = func() map[string]bool {
	names := make(map[string]bool)
	for name := range event.All() {
		names[name] = true
	}
	return names
}()

// typeOf returns the type of an event of that name.
func typeOf(name string) string {
	if known[name] {
		return name
	}
	return other
}

// attributes are sets of attributes that are used again and again.
type attributes struct {
	byEvent   sync.Map // type of event → metric.MeasurementOption
	byHandler sync.Map // handlerKey → *handlerAttributes
}

// manyRoutes is more than Discord has, with all methods of package rest.
const manyRoutes = 1000

// routes are those that requests were sent to.
type routes struct {
	seen  sync.Map // route → true
	count atomic.Int64
}

// template returns the url.template of a route, which is _OTHER when there have been
// too many: in a path that is given to rest.Client.Do not all values can be told.
func (r *routes) template(route string) string {
	if _, ok := r.seen.Load(route); ok {
		return route
	}
	if r.count.Load() >= manyRoutes {
		return other
	}
	if _, known := r.seen.LoadOrStore(route, true); !known {
		r.count.Add(1)
	}
	return route
}

type handlerKey struct{ event, function string }

// handlerAttributes are those of a handler's spans and measurements.
type handlerAttributes struct {
	span     string // its name
	all      []attribute.KeyValue
	traced   trace.SpanStartOption
	measured metric.MeasurementOption // if it succeeds
}

// ofEvent returns the attribute of a type of events.
func (a *attributes) ofEvent(typ string) metric.MeasurementOption {
	if o, ok := a.byEvent.Load(typ); ok {
		return o.(metric.MeasurementOption)
	}
	o, _ := a.byEvent.LoadOrStore(typ, metric.WithAttributeSet(attribute.NewSet(keyEventType.String(typ))))
	return o.(metric.MeasurementOption)
}

// ofHandler returns the attributes of a handler.
func (a *attributes) ofHandler(k handlerKey) *handlerAttributes {
	if h, ok := a.byHandler.Load(k); ok {
		return h.(*handlerAttributes)
	}
	all := []attribute.KeyValue{keyEventType.String(k.event), semconv.CodeFunctionName(k.function)}
	h, _ := a.byHandler.LoadOrStore(k, &handlerAttributes{
		span: "handle " + k.event, all: all, traced: trace.WithAttributes(all...),
		measured: metric.WithAttributeSet(attribute.NewSet(slices.Clone(all)...)), // which sorts it
	})
	return h.(*handlerAttributes)
}

// server returns the attributes of the host that requests go to.
func server(host string) []attribute.KeyValue {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		return []attribute.KeyValue{semconv.ServerAddress(strings.Trim(host, "[]")), semconv.ServerPort(443)}
	}
	n, _ := strconv.Atoi(port) // net/url has checked it
	return []attribute.KeyValue{semconv.ServerAddress(name), semconv.ServerPort(n)}
}

// errorType returns the error.type of err: what kind it is, never what it says.
func errorType(err error) attribute.KeyValue {
	if e, ok := errors.AsType[*rest.Error](err); ok {
		return semconv.ErrorTypeKey.String(strconv.Itoa(e.Status))
	}
	if _, ok := errors.AsType[*accord.PanicError](err); ok {
		return semconv.ErrorTypeKey.String("panic")
	}
	if _, ok := errors.AsType[*rest.WaitError](err); ok {
		return semconv.ErrorTypeKey.String("rate_limit")
	}
	switch {
	case errors.Is(err, context.Canceled):
		return semconv.ErrorTypeKey.String("canceled")
	case errors.Is(err, context.DeadlineExceeded):
		return semconv.ErrorTypeKey.String("timeout")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return semconv.ErrorTypeKey.String("EOF")
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return semconv.ErrorTypeKey.String("network")
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return semconv.ErrorTypeKey.String(fmt.Sprintf("%T", err))
}
