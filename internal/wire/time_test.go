package wire_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/accord-go/accord/internal/wire"
)

var times = []string{
	"2017-07-11T17:27:07.299000+00:00", "2017-07-11T17:27:07+00:00", "2015-04-26T06:26:56.936000+00:00", "0000-01-01T00:00:00.000000+00:00",
	"2017-07-11T17:27:07.299000Z", "2017-07-11T17:27:07.299000123+02:00", "2017-07-11T17:27:07.2Z", "2017-07-11T17:27:07-07:30",
	"2016-02-29T00:00:00+00:00", "2017-02-29T00:00:00+00:00", "2017-02-31T00:00:00.000000+00:00", "2017-00-01T00:00:00+00:00", "2017-13-01T00:00:00+00:00",
	"2017-01-00T00:00:00+00:00", "2017-01-32T00:00:00+00:00", "2017-01-01T24:00:00+00:00", "2017-01-01T00:60:00+00:00", "2016-12-31T23:59:60+00:00",
	"2017-07-11T17:27:07.29900+00:00", "2017-07-11T17:27:07.29900x+00:00", "2017-07-11T17:27:07,299000+00:00", "2017-07-11 17:27:07+00:00",
	"x017-07-11T17:27:07+00:00", "2017-x7-11T17:27:07+00:00", "2017-07-x1T17:27:07+00:00", "2017-07-11Tx7:27:07+00:00", "2017-07-11T17:x7:07+00:00", "2017-07-11T17:27:x7+00:00",
	"2017/07/11T17:27:07+00:00", "2017-07-11", "17:27:07", "2017-07-11T17:27:07", "", "yesterday", "2017-07-11T17:27:07+00:00 ",
	"0000-01-01T00:00:00+10:00", "9999-12-31T23:00:00-10:00", "0000-01-01T00:00:00-10:00", "9999-12-31T23:00:00+10:00",
}

// errYear is what is wrong with a time whose year in UTC can't be written.
var errYear = errors.New("the year has no four digits")

// checkTime holds Time against time.Parse.
func checkTime(t *testing.T, s string) {
	t.Helper()
	d := wire.NewDecoder(strconv.Quote(s))
	got := d.Time()
	gotErr := d.End()
	want, wantErr := time.Parse(time.RFC3339, s)
	if y := want.UTC().Year(); y < 0 || y > 9999 {
		want, wantErr = time.Time{}, errYear
	}
	if (gotErr == nil) != (wantErr == nil) || !got.Equal(want) {
		t.Errorf("Time of %q = %v, %v; time.Parse: %v, %v", s, got, gotErr, want, wantErr)
	}
	if gotErr == nil && got.Location() != time.UTC {
		t.Errorf("Time of %q is not in UTC: %v", s, got)
	}
}

func TestTimesAgreeWithTheStandardLibrary(t *testing.T) {
	t.Parallel()
	for _, s := range times {
		checkTime(t, s)
	}
}

// TestEachDay covers the calendar.
func TestEachDay(t *testing.T) {
	t.Parallel()
	for day := time.Date(0, 1, 1, 12, 30, 45, 0, time.UTC); day.Year() < 10000; day = day.AddDate(0, 0, 1) {
		switch y := day.Year(); {
		case y > 3 && y < 1895, y > 2105 && y < 9996:
			day = day.AddDate(0, 0, 6) // each week there
		}
		d := wire.NewDecoder(day.Format(`"2006-01-02T15:04:05+00:00"`))
		if got := d.Time(); d.Err() != nil || !got.Equal(day) {
			t.Fatalf("%v decodes as %v, %v", day, got, d.Err())
		}
	}
}

func FuzzTime(f *testing.F) {
	for _, s := range times {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strconv.Quote(s) == `"`+s+`"` { // JSON and Go agree
			checkTime(t, s)
		}
	})
}

func TestOtherValuesAreNoTimes(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{`1500000000`, `true`, `{}`, `[]`, ``, `"`} {
		d := wire.NewDecoder(doc)
		if at := d.Time(); d.Err() == nil || !at.IsZero() {
			t.Errorf("Time of %s = %v, %v; want an error", doc, at, d.Err())
		}
	}
}
