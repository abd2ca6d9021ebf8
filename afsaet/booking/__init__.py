"""Conversation types, topics, bookings and deadlines; `actions.book` is the only door. Danish: selvbooking.

Not the talk itself: that is `conversations`.
"""
