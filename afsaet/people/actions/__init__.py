"""Writes to people, by noun: the authority, staff, citizens, files of them."""
