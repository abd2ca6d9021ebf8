"""Goals, sub-goals and agreements. Danish: mål, delmål og aftaler (Mine aftaler).

Not the statutory plan: Min Plan belongs to Jobnet.
"""
