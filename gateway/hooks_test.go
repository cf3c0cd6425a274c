package gateway_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/accord-go/accord/gateway"
)

// TestHooksJoin sets every hook, joins, and wants both sides called in order,
// and a side that is nil to leave the other as it is.
func TestHooksJoin(t *testing.T) {
	t.Parallel()
	var calls []string
	all := func(who string) gateway.Hooks {
		var h gateway.Hooks
		v := reflect.ValueOf(&h).Elem()
		for i := range v.NumField() {
			field := v.Field(i)
			field.Set(reflect.MakeFunc(field.Type(), func(args []reflect.Value) []reflect.Value {
				line := who + " " + v.Type().Field(i).Name
				for _, a := range args {
					line += fmt.Sprint(" ", a.Interface())
				}
				calls = append(calls, line)
				return nil
			}))
		}
		return h
	}
	zero := func(typ reflect.Type) (args []reflect.Value) {
		for i := range typ.NumIn() {
			args = append(args, reflect.Zero(typ.In(i)))
		}
		return args
	}
	tests := []struct {
		name  string
		hooks gateway.Hooks
		want  []string
	}{
		{"both", all("a").Join(all("b")), []string{"a", "b"}},
		{"first", all("a").Join(gateway.Hooks{}), []string{"a"}},
		{"second", gateway.Hooks{}.Join(all("b")), []string{"b"}},
	}
	for _, tt := range tests {
		v := reflect.ValueOf(tt.hooks)
		for i := range v.NumField() {
			name, args := v.Type().Field(i).Name, zero(v.Field(i).Type())
			var want []string
			for _, who := range tt.want {
				line := who + " " + name
				for _, a := range args {
					line += fmt.Sprint(" ", a.Interface())
				}
				want = append(want, line)
			}
			calls = nil
			v.Field(i).Call(args)
			if !slices.Equal(calls, want) {
				t.Errorf("%s: %s called %q, want %q", tt.name, name, calls, want)
			}
		}
	}
	none := reflect.ValueOf(gateway.Hooks{}.Join(gateway.Hooks{}))
	for i := range none.NumField() {
		if !none.Field(i).IsNil() {
			t.Errorf("%s is not nil, although nobody wants it", none.Type().Field(i).Name)
		}
	}
}

// TestEventHook wants every event told once, before it is handled, also those
// that nobody wants.
func TestEventHook(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		var told []string
		r := f.run(func(cfg *gateway.Config) {
			cfg.Hooks.Event = func(name string) { told = append(told, name) }
			cfg.Want = func(name string) bool { return name == "WANTED" }
		})
		c := f.accept()
		c.handshake("s1")
		c.dispatch("WANTED", 2, `{}`)
		c.dispatch("NOT_WANTED", 3, `{}`)
		synctest.Wait()
		c.close(4000)
		c = f.accept()
		c.hello()
		c.expectResume("s1", 3)
		c.dispatch("NOT_WANTED", 3, `{}`) // received before
		c.dispatch("MISSED", 4, `{}`)
		c.resumed(5)
		synctest.Wait()
		if err := r.stop(); err != nil {
			t.Error(err)
		}
		if want := []string{"READY", "WANTED", "NOT_WANTED", "MISSED", "RESUMED"}; !slices.Equal(told, want) {
			t.Errorf("told %q, want %q", told, want)
		}
	})
}
