"""Writes of the talk: its lines (`talking`), a step sent (`sending`), its end (`closing`), then `sharing`."""
