"""Reads of the calendar room: `free_times`, `hours`, `load`, `rooms`."""
