"""Who copies the screen or records input through the X server."""
