"""The open API, through the same gates as the pages. Not yet filled."""
