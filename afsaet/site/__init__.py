"""Settings, addresses, embedded PostgreSQL, and the wiring of ports to adapters. Danish: opsætning.

Not imported by any other room.
"""
