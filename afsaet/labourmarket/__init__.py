"""Occupations, the balance and openings. Danish: arbejdsmarked.

Not yet filled: the issue on the labour market does that.
"""
