"""What only Windows does."""
