"""Afsæt: the open platform on which the jobrettede samtale (the job-oriented conversation) is practised.

ARCHITECTURE.md is the map.
"""
