"""Writes of the booking room, by noun: drafts and holds (`drafting`), what a talk takes (`bundles`), bookings
(`booking`), the day itself, who is away, who waits, and what can be booked at all.
"""
