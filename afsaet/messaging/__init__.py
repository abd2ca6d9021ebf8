"""The outbox, its channels and the citizen's inbox. Danish: beskeder.

Not a conversation: what Bo and Lise write to each other belongs to `conversations`.
"""
