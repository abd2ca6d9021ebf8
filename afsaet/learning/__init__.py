"""Learning arrows, observation, learning groups. Danish: læring.

Not yet filled, and never readable by others than the two it is between.
"""
