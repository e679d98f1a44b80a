"""The keys of a session."""

STOP_KEYS = "Ctrl+."
"""Two keys that no text field and no space bar presses by accident."""
