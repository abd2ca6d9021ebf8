"""Adapters to systems outside the house. Danish: integrationer.

Not a room that decides anything: each adapter fills a port that another room declares.
"""
