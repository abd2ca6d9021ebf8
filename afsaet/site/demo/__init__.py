"""The invented Fjordby Kommune: its people, and ten weeks of their talks, made through the house's own actions.

`build.build` makes it all from one fixed seed, relative to the day it is first started. Nothing here is known
to any other part of the house.
"""
