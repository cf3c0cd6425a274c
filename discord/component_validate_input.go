package discord

// input checks a component that takes input.
func (s *componentScope) input(c *checker, component Component) {
	switch v := component.(type) {
	case Button:
		s.id(c, v.ID)
		s.button(c, v)
	case StringSelect:
		s.id(c, v.ID)
		s.customID(c, v.CustomID)
		c.count("options", len(v.Options), 1, 25)
		s.choose(c, v.Placeholder, v.MinValues, v.MaxValues, v.Required, v.Disabled)
		s.selectOptions(c, v.Options)
	case UserSelect:
		s.id(c, v.ID)
		s.customID(c, v.CustomID)
		s.choose(c, v.Placeholder, v.MinValues, v.MaxValues, v.Required, v.Disabled)
		c.count("default_values", len(v.DefaultValues), 0, 25)
	case RoleSelect:
		s.id(c, v.ID)
		s.customID(c, v.CustomID)
		s.choose(c, v.Placeholder, v.MinValues, v.MaxValues, v.Required, v.Disabled)
		c.count("default_values", len(v.DefaultValues), 0, 25)
	case MentionableSelect:
		s.id(c, v.ID)
		s.customID(c, v.CustomID)
		s.choose(c, v.Placeholder, v.MinValues, v.MaxValues, v.Required, v.Disabled)
		c.count("default_values", len(v.DefaultValues), 0, 25)
	case ChannelSelect:
		s.id(c, v.ID)
		s.customID(c, v.CustomID)
		s.choose(c, v.Placeholder, v.MinValues, v.MaxValues, v.Required, v.Disabled)
		c.count("default_values", len(v.DefaultValues), 0, 25)
	case TextInput:
		s.id(c, v.ID)
		s.textInput(c, v)
	case FileUpload:
		s.id(c, v.ID)
		s.customID(c, v.CustomID)
		s.values(c, v.MinValues, v.MaxValues, 10, v.Required)
		c.count("file_types", len(v.FileTypes), 0, 10)
	case RadioGroup:
		s.id(c, v.ID)
		s.customID(c, v.CustomID)
		c.count("options", len(v.Options), 2, 10)
		s.groupOptions(c, v.Options)
	case CheckboxGroup:
		s.id(c, v.ID)
		s.customID(c, v.CustomID)
		c.count("options", len(v.Options), 1, 10)
		s.values(c, v.MinValues, v.MaxValues, 10, v.Required)
		s.groupOptions(c, v.Options)
	case Checkbox:
		s.id(c, v.ID)
		s.customID(c, v.CustomID)
	}
}

// button checks that a button has what its style needs, and nothing else.
func (s *componentScope) button(c *checker, b Button) {
	c.length("label", b.Label, 0, 80)
	c.emojiName("emoji.name", b.Emoji)
	named := b.Label != "" || b.Emoji != (ComponentEmoji{})
	switch b.Style {
	case ButtonStylePrimary, ButtonStyleSecondary, ButtonStyleSuccess, ButtonStyleDanger:
		s.customID(c, b.CustomID)
		c.required("label", named)
		c.absent("url", b.URL == "")
		c.absent("sku_id", b.SKUID == 0)
	case ButtonStyleLink:
		c.length("url", b.URL, 1, 512)
		c.required("label", named)
		c.absent("custom_id", b.CustomID == "")
		c.absent("sku_id", b.SKUID == 0)
	case ButtonStylePremium:
		c.required("sku_id", b.SKUID != 0)
		c.absent("label", !named)
		c.absent("url", b.URL == "")
		c.absent("custom_id", b.CustomID == "")
	default:
		c.required("style", b.Style != 0)
	}
}

// choose checks what all selects have in common.
func (s *componentScope) choose(c *checker, placeholder string, least *int, most int, required *bool, disabled bool) {
	c.length("placeholder", placeholder, 0, 150)
	s.values(c, least, most, 25, required)
	if s.modal {
		c.absent("disabled", !disabled)
	}
}

// values checks how many things may be chosen. Zero may be the least number
// only where no answer is needed.
func (s *componentScope) values(c *checker, least *int, most, limit int, required *bool) {
	c.between("max_values", most, 0, limit)
	if least == nil {
		return
	}
	c.between("min_values", *least, 0, limit)
	if most > 0 && *least > most {
		c.add("min_values", "must not be more than max_values")
	}
	if s.modal && *least == 0 && (required == nil || *required) {
		c.add("min_values", "must be at least 1 unless required is false")
	}
}

func (s *componentScope) selectOptions(c *checker, options []SelectOption) {
	seen := make(map[string]bool, len(options))
	for i, o := range options {
		c.within(c.index("options", i), func(c *checker) {
			c.length("label", o.Label, 1, 100)
			c.length("description", o.Description, 0, 100)
			c.emojiName("emoji.name", o.Emoji)
			c.unique("value", o.Value, seen)
		})
	}
}

func (c *checker) emojiName(path string, emoji ComponentEmoji) { c.length(path, emoji.Name, 0, 32) }

func (s *componentScope) groupOptions(c *checker, options []GroupOption) {
	seen := make(map[string]bool, len(options))
	for i, o := range options {
		c.within(c.index("options", i), func(c *checker) {
			c.length("label", o.Label, 1, 100)
			c.length("description", o.Description, 0, 100)
			c.unique("value", o.Value, seen)
		})
	}
}

func (s *componentScope) textInput(c *checker, t TextInput) {
	s.customID(c, t.CustomID)
	c.between("style", int(t.Style), 1, 2)
	c.length("label", t.Label, 0, 45)
	c.between("min_length", t.MinLength, 0, 4000)
	c.between("max_length", t.MaxLength, 0, 4000)
	if t.MaxLength > 0 && t.MinLength > t.MaxLength {
		c.add("min_length", "must not be more than max_length")
	}
	c.length("value", t.Value, 0, 4000)
	c.length("placeholder", t.Placeholder, 0, 100)
}

// absent checks that a field that does not fit the others is not there.
func (c *checker) absent(path string, absent bool) {
	if !absent {
		c.add(path, "must not be set here")
	}
}

// unique checks the value of an option, which no other may have.
func (c *checker) unique(path, value string, seen map[string]bool) {
	c.length(path, value, 1, 100)
	if seen[value] {
		c.add(path, "must be unique")
	}
	seen[value] = true
}
