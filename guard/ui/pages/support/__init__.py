"""People to turn to."""
