"""Platforms: what to look at before a talk, what is known of each, how two compare."""
