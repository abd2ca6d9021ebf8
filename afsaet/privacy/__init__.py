"""Runs every room's `privacy.py`: retention, the right of access. Danish: databeskyttelse.

Not a room with rules of its own: what is kept for how long stands in the room that owns the table.
"""
