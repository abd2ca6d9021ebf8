"""Languages a citizen may be noted with: what she is written to in, or needs an interpreter for."""

LANGUAGES = {
    "da": "dansk",
    "en": "engelsk",
    "ar": "arabisk",
    "bs": "bosnisk",
    "de": "tysk",
    "es": "spansk",
    "fa": "persisk (farsi/dari)",
    "fr": "fransk",
    "ku": "kurdisk",
    "lt": "litauisk",
    "pl": "polsk",
    "ps": "pashto",
    "ro": "rumænsk",
    "ru": "russisk",
    "so": "somali",
    "ti": "tigrinya",
    "tr": "tyrkisk",
    "uk": "ukrainsk",
    "ur": "urdu",
    "vi": "vietnamesisk",
}
