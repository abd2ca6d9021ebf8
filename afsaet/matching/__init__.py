"""An explained shortlist of openings for one citizen. Danish: match.

Not yet filled, and never a ranking of people.
"""
