"""What every room stands on: the clock, the Viewer, texts by language, jobs, errors.

Not a place for shared odds and ends: what only two rooms need lives in the lower of them.
"""
