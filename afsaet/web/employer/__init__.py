"""Pages for the employer adviser (Karim). Not yet filled."""
