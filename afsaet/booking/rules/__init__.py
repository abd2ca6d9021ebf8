"""Decisions of the booking room, pure and by noun: the form and its times (`choices`)."""
