package dave

import (
	"errors"
	"fmt"
	"strings"
)

// How Discord's clients show what people compare.
const (
	codeGroup         = 5
	privacyDigits     = 30
	fingerprintDigits = 45

	maxCodeGroup = 8 // bytes of a group fit in 64 bits
)

// DisplayableCode turns data into digits that two people can read to each
// other: each group of so many bytes becomes as many digits. It fails if the
// number of digits is not a multiple of the group, if the group is not between
// 1 and 8, or if there is less data than digits.
func DisplayableCode(data []byte, digits, group int) (string, error) {
	switch {
	case group < 1 || group > maxCodeGroup:
		return "", fmt.Errorf("dave: groups of %d digits, want 1 to %d", group, maxCodeGroup)
	case digits < 0 || digits%group != 0:
		return "", fmt.Errorf("dave: %d digits are not groups of %d", digits, group)
	case len(data) < digits:
		return "", errors.New("dave: not enough data for a displayable code")
	}
	modulus := uint64(1)
	for range group {
		modulus *= 10
	}
	var code strings.Builder
	for ; digits > 0; digits -= group {
		value := uint64(0)
		for _, b := range data[:group] {
			value = value<<8 | uint64(b)
		}
		fmt.Fprintf(&code, "%0*d", group, value%modulus)
		data = data[group:]
	}
	return code.String(), nil
}

// PrivacyCode is the code of a call, made of the group's epoch authenticator:
// 30 digits, which Discord's clients show in six groups of five. Members who
// see the same code are in the same group, and nobody else is in it. It
// changes whenever somebody joins or leaves.
func PrivacyCode(authenticator []byte) (string, error) {
	return DisplayableCode(authenticator, privacyDigits, codeGroup)
}
