"""How Guard behaves, where it keeps secrets, and the way back on the worst day."""
