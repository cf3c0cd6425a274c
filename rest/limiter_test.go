package rest_test

import (
	"testing"

	"github.com/accord-go/accord/rest"
	"github.com/accord-go/accord/rest/limitertest"
)

func TestDefaultLimiter(t *testing.T) {
	limitertest.Run(t, func() rest.Limiter { return rest.NewLimiter(rest.LimiterConfig{}) })
}
