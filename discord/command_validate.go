package discord

// commandOptions checks the options of a command, of a group or of a
// subcommand.
func (c *checker) commandOptions(path string, options CommandOptions) {
	commands := 0
	for _, o := range options {
		switch o.(type) {
		case SubCommand, SubCommandGroup:
			commands++
		}
	}
	if commands > 0 && commands < len(options) {
		c.add(path, "must be all subcommands and groups, or none")
	}
	checkOptions(c, path, options)
}

// checkOptions checks a list of options of any role.
func checkOptions[O CommandOption](c *checker, path string, options []O) {
	c.count(path, len(options), 0, 25)
	seen := make(map[string]bool, len(options))
	optional := false
	for i, o := range options {
		c.within(c.index(path, i), func(c *checker) {
			if any(o) == nil {
				c.add("", "is required")
				return
			}
			common := c.commandOption(o)
			if name := common.name; name != "" && seen[name] {
				c.add("name", "must be unique")
			} else {
				seen[name] = true
			}
			if common.required && optional {
				c.add("required", "required options must come first")
			}
			optional = optional || common.value && !common.required
		})
	}
}

// An optionCommon is what all options have in common.
type optionCommon struct {
	name              string
	names             map[Locale]string
	description       string
	descriptions      map[Locale]string
	value             bool // it takes a value: neither subcommand nor group
	required, unknown bool
}

// commandOption checks one option and what is in it.
func (c *checker) commandOption(option CommandOption) optionCommon {
	o := commonOf(option)
	if o.unknown { // Discord's to judge
		return o
	}
	c.commandName("name", o.name, true)
	c.localizations("name_localizations", o.names, func(path, name string) { c.commandName(path, name, true) })
	c.description(o.description, o.descriptions)
	switch v := option.(type) {
	case SubCommand:
		checkOptions(c, "options", v.Options)
	case SubCommandGroup:
		checkOptions(c, "options", v.Options)
	case StringOption:
		c.between("min_length", v.MinLength, 0, 6000)
		c.between("max_length", v.MaxLength, 0, 6000)
		if v.MaxLength > 0 && v.MinLength > v.MaxLength {
			c.add("min_length", "must not be more than max_length")
		}
		checkChoices(c, v.Choices, v.Autocomplete)
	case IntegerOption:
		checkRange(c, v.MinValue, v.MaxValue)
		checkChoices(c, v.Choices, v.Autocomplete)
	case NumberOption:
		checkRange(c, v.MinValue, v.MaxValue)
		checkChoices(c, v.Choices, v.Autocomplete)
	case AttachmentOption:
		c.count("file_types", len(v.FileTypes), 0, 10)
	}
	return o
}

// commonOf returns what all options have in common.
func commonOf(option CommandOption) optionCommon {
	switch o := option.(type) {
	case SubCommand:
		return optionCommon{name: o.Name, names: o.NameLocalizations, description: o.Description, descriptions: o.DescriptionLocalizations}
	case SubCommandGroup:
		return optionCommon{name: o.Name, names: o.NameLocalizations, description: o.Description, descriptions: o.DescriptionLocalizations}
	case StringOption:
		return valueCommon(o.Name, o.NameLocalizations, o.Description, o.DescriptionLocalizations, o.Required)
	case IntegerOption:
		return valueCommon(o.Name, o.NameLocalizations, o.Description, o.DescriptionLocalizations, o.Required)
	case BooleanOption:
		return valueCommon(o.Name, o.NameLocalizations, o.Description, o.DescriptionLocalizations, o.Required)
	case UserOption:
		return valueCommon(o.Name, o.NameLocalizations, o.Description, o.DescriptionLocalizations, o.Required)
	case ChannelOption:
		return valueCommon(o.Name, o.NameLocalizations, o.Description, o.DescriptionLocalizations, o.Required)
	case RoleOption:
		return valueCommon(o.Name, o.NameLocalizations, o.Description, o.DescriptionLocalizations, o.Required)
	case MentionableOption:
		return valueCommon(o.Name, o.NameLocalizations, o.Description, o.DescriptionLocalizations, o.Required)
	case NumberOption:
		return valueCommon(o.Name, o.NameLocalizations, o.Description, o.DescriptionLocalizations, o.Required)
	case AttachmentOption:
		return valueCommon(o.Name, o.NameLocalizations, o.Description, o.DescriptionLocalizations, o.Required)
	default:
		return optionCommon{unknown: true}
	}
}

func valueCommon(name string, names map[Locale]string, description string, descriptions map[Locale]string, required bool) optionCommon {
	return optionCommon{name: name, names: names, description: description, descriptions: descriptions, value: true, required: required}
}

// checkRange checks the limits of a number.
func checkRange[N int64 | float64](c *checker, least, most *N) {
	checkNumber(c, "min_value", least)
	checkNumber(c, "max_value", most)
	if least != nil && most != nil && *least > *most {
		c.add("min_value", "must not be more than max_value")
	}
}

// checkNumber checks that Discord can keep a number, nil being none.
func checkNumber[N int64 | float64](c *checker, path string, n *N) {
	const limit = 1 << 53
	if n != nil && !(*n >= -limit && *n <= limit) { // nor not a number
		c.add(path, "must be between -2^53 and 2^53")
	}
}

// checkChoices checks the choices of an option.
func checkChoices[C Choice](c *checker, choices []C, autocomplete bool) {
	c.count("choices", len(choices), 0, 25)
	if autocomplete && len(choices) > 0 {
		c.add("choices", "must be empty together with autocomplete")
	}
	for i, choice := range choices {
		c.within(c.index("choices", i), func(c *checker) { c.choice(choice) })
	}
}

// choice checks one choice.
func (c *checker) choice(choice Choice) {
	switch v := choice.(type) {
	case StringChoice:
		c.choiceName(v.Name, v.NameLocalizations)
		c.length("value", v.Value, 0, 100)
	case IntegerChoice:
		c.choiceName(v.Name, v.NameLocalizations)
		checkNumber(c, "value", &v.Value)
	case NumberChoice:
		c.choiceName(v.Name, v.NameLocalizations)
		checkNumber(c, "value", &v.Value)
	default:
		c.add("", "is required")
	}
}

func (c *checker) choiceName(name string, names map[Locale]string) {
	c.length("name", name, 1, 100)
	c.localizations("name_localizations", names, func(path, name string) { c.length(path, name, 1, 100) })
}

// commandOptionSize counts what [maxCommandSize] limits.
func commandOptionSize(option CommandOption) int {
	o := commonOf(option)
	n := longest(o.name, o.names) + longest(o.description, o.descriptions)
	switch v := option.(type) {
	case SubCommand:
		for _, child := range v.Options {
			n += commandOptionSize(child)
		}
	case SubCommandGroup:
		for _, child := range v.Options {
			n += commandOptionSize(child)
		}
	case StringOption:
		for _, choice := range v.Choices {
			n += longest(choice.Name, choice.NameLocalizations) + characters(choice.Value)
		}
	case IntegerOption:
		for _, choice := range v.Choices {
			n += longest(choice.Name, choice.NameLocalizations) + characters(ScalarOf(choice.Value).String())
		}
	case NumberOption:
		for _, choice := range v.Choices {
			n += longest(choice.Name, choice.NameLocalizations) + characters(ScalarOf(choice.Value).String())
		}
	}
	return n
}
