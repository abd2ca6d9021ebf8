"""Claims, working hours, closed days and free times. Danish: kalender.

Not a booking: a claim only says that a resource is taken, never why.
"""
