"""Targets, statistics, the method in practice. Danish: tal og tilsyn.

Not yet filled, and never a figure under five.
"""
