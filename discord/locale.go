package discord

// Locale is a language of Discord's apps, and the key of localized texts.
//
// Discord docs: https://docs.discord.com/developers/reference#locales
type Locale string

// The languages.
const (
	LocaleIndonesian    Locale = "id"
	LocaleDanish        Locale = "da"
	LocaleGerman        Locale = "de"
	LocaleEnglishUK     Locale = "en-GB"
	LocaleEnglishUS     Locale = "en-US"
	LocaleSpanish       Locale = "es-ES"
	LocaleSpanishLATAM  Locale = "es-419"
	LocaleFrench        Locale = "fr"
	LocaleCroatian      Locale = "hr"
	LocaleItalian       Locale = "it"
	LocaleLithuanian    Locale = "lt"
	LocaleHungarian     Locale = "hu"
	LocaleDutch         Locale = "nl"
	LocaleNorwegian     Locale = "no"
	LocalePolish        Locale = "pl"
	LocalePortugueseBR  Locale = "pt-BR"
	LocaleRomanian      Locale = "ro"
	LocaleFinnish       Locale = "fi"
	LocaleSwedish       Locale = "sv-SE"
	LocaleVietnamese    Locale = "vi"
	LocaleTurkish       Locale = "tr"
	LocaleCzech         Locale = "cs"
	LocaleGreek         Locale = "el"
	LocaleBulgarian     Locale = "bg"
	LocaleRussian       Locale = "ru"
	LocaleUkrainian     Locale = "uk"
	LocaleHindi         Locale = "hi"
	LocaleThai          Locale = "th"
	LocaleChineseChina  Locale = "zh-CN"
	LocaleJapanese      Locale = "ja"
	LocaleChineseTaiwan Locale = "zh-TW"
	LocaleKorean        Locale = "ko"
	LocaleArabic        Locale = "ar"
	LocaleHebrew        Locale = "he"
)
