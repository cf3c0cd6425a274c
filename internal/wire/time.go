package wire

import "time"

// Time returns a moment in UTC from an ISO 8601 string; null is the zero
// time.
func (d *Decoder) Time() time.Time {
	if d.peek() != '"' {
		if !d.Null() {
			d.wrongType("time")
		}
		return time.Time{}
	}
	start := d.i
	s := d.quoted()
	if t, ok := discordTime(s); ok {
		return t
	}
	t, err := time.Parse(time.RFC3339, s)
	t = t.UTC() // which may be in another year, and these have four digits
	if err != nil || t.Year() < 0 || t.Year() > 9999 {
		d.wrongTypeAt(start, "time")
		return time.Time{}
	}
	return t
}

// discordTime reads the form in which Discord writes nearly all times,
// 2006-01-02T15:04:05.000000+00:00, with or without the fraction. It takes a
// fifth of the time of time.Parse.
func discordTime(s string) (t time.Time, ok bool) {
	const seconds, zone = len("2006-01-02T15:04:05"), "+00:00"
	if len(s) < seconds+len(zone) || s[len(s)-len(zone):] != zone ||
		s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return t, false
	}
	micro := 0
	switch fraction := s[seconds : len(s)-len(zone)]; {
	case len(fraction) == len(".000000") && fraction[0] == '.':
		micro = decimal(fraction[1:])
	case fraction != "":
		return t, false
	}
	year, month, day := decimal(s[:4]), decimal(s[5:7]), decimal(s[8:10])
	hour, minute, second := decimal(s[11:13]), decimal(s[14:16]), decimal(s[17:19])
	if year < 0 || month < 1 || month > 12 || day < 1 || day > 28 && day > daysIn(year, month) ||
		uint(hour) > 23 || uint(minute) > 59 || uint(second) > 59 || micro < 0 {
		return t, false
	}
	seconds1970 := int64(daysSince1970(year, month, day))*86400 + int64(hour*3600+minute*60+second)
	return time.Unix(seconds1970, int64(micro)*1000).UTC(), true
}

// daysSince1970 counts in years that begin in March, so that a leap day is a
// year's last. It saves half of time.Date's time.
func daysSince1970(year, month, day int) int {
	if month <= 2 {
		year--
		month += 12
	}
	year += 400 // not negative
	const before1970 = 400*365 + 97 + 719468
	return year*365 + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - before1970
}

func daysIn(year, month int) int {
	switch {
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	case month != 2:
		return 31
	case year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	}
	return 28
}

// decimal returns the number that s spells, or -1.
func decimal(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || '9' < s[i] {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}
