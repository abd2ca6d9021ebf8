"""Dated rules, looked up by the date of the event. Danish: regelsæt.

Not a place for code: values only. Filled by the issue on fair deadlines; until then this room holds no table.
"""
