"""Measurements of what Afsæt promises: `./run bench [name ...] [--json]`.

Each module here has a function `run(report)`, which calls `report(name, value, unit, baseline)` for each
figure. The baseline is the same thing measured on a peer or done in a simpler way, or None. A module that wants options
of its own adds them in `options(parser)`, and `run` gets them by name. Modules that begin with _ are parts of others.
"""
