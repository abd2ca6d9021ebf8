"""Pages for leaders (Per, Asta). Not yet filled."""
