"""Measurements of what Afsæt promises: `./run bench [name ...] [--json]`.

Each module here has a function `run(report)`, which calls `report(name, value, unit, baseline)` for each
figure. The baseline is the same thing measured on a peer or done in a simpler way, or None.
"""
