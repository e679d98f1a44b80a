"""What could capture in a session, before anything does."""
