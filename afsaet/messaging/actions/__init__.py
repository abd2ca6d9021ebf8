"""Writes of the messaging room: the outbox (`outbox`), handing over (`delivery`), links to a password
(`invitations`), the texts (`templates`).
"""
