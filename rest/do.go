package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/accord-go/accord/internal/wire"
)

// do sends a request and decodes its answer, an object. Where Discord answers
// without a body the result is its zero value, never nil.
func do[T any](ctx context.Context, c *Client, r route, body any, opts []Option) (*T, error) {
	a, err := c.send(ctx, r, body, opts)
	if err != nil {
		return nil, err
	}
	defer a.free()
	v := new(T)
	if a.body.Len() == 0 {
		return v, nil
	}
	if u, ok := any(v).(wire.Unmarshaler); ok {
		err = wire.Unmarshal(a.body.Bytes(), u)
	} else {
		err = json.Unmarshal(a.body.Bytes(), v)
	}
	if err != nil {
		return nil, undecodable(&r, a.status, err)
	}
	return v, nil
}

// doList sends a request and decodes its answer, a list.
func doList[T any](ctx context.Context, c *Client, r route, body any, opts []Option) ([]T, error) {
	a, err := c.send(ctx, r, body, opts)
	if err != nil {
		return nil, err
	}
	defer a.free()
	var list []T
	if a.body.Len() == 0 {
		return nil, nil
	}
	if _, ok := any(new(T)).(wire.Unmarshaler); ok {
		list, err = decodeList[T](a.body.String())
	} else {
		err = json.Unmarshal(a.body.Bytes(), &list)
	}
	if err != nil {
		return nil, undecodable(&r, a.status, err)
	}
	return list, nil
}

// decodeList decodes a list of what decodes itself.
func decodeList[T any](s string) ([]T, error) {
	var list []T
	d := wire.NewDecoder(s)
	wire.Slice(d, &list, func(d *wire.Decoder, v *T) {
		if u, ok := any(v).(wire.Unmarshaler); ok {
			d.Stop(u.UnmarshalJSONFrom(d))
		}
	})
	return list, d.End()
}

// doStatus sends a request whose answer says no more than that it succeeded.
func doStatus(ctx context.Context, c *Client, r route, body any, opts []Option) error {
	a, err := c.send(ctx, r, body, opts)
	if err != nil {
		return err
	}
	a.free()
	return nil
}

func undecodable(r *route, status int, err error) error {
	return fmt.Errorf("rest: %s: succeeded (%d), but the answer can't be decoded: %w", r.name(), status, err)
}

// doMap sends a request and decodes its answer, an object with keys of its own.
func doMap[K comparable, V any](ctx context.Context, c *Client, r route, body any, opts []Option) (map[K]V, error) {
	m, err := do[map[K]V](ctx, c, r, body, opts)
	if err != nil {
		return nil, err
	}
	return *m, nil
}

// doRaw sends a request and returns its answer as it is.
func doRaw(ctx context.Context, c *Client, r route, body any, opts []Option) ([]byte, error) {
	a, err := c.send(ctx, r, body, opts)
	if err != nil {
		return nil, err
	}
	defer a.free()
	return bytes.Clone(a.body.Bytes()), nil
}
