"""Writes of the calendar room: what is taken (`claims`), when people work (`hours`)."""
