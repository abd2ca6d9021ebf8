"""The open API, through the same gates as the pages: so far one read, her free times. docs/api.md describes it."""
