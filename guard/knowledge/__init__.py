"""What is known of chat platforms; each fact dated."""
