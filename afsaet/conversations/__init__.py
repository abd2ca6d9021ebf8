"""The talk, from what shall we reach to the summary and the case system. Danish: jobrettet samtale.

Not the case record: the case system is that.
"""
