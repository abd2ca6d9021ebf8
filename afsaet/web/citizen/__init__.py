"""Pages for the citizen (Bo, Amal, Kirsten)."""
