"""Firms, their needs and orders, and placements. Danish: virksomheder.

Not yet filled: the issue on employers does that.
"""
