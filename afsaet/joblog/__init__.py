"""The citizen's log of her job search. Danish: joblog.

Not yet filled, and never the log that counts: that is Jobnet's until the two are synchronised.
"""
