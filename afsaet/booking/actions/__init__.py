"""Writes of the booking room: drafts and holds (`drafting`), bookings (`booking`)."""
