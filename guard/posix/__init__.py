"""What only Linux and macOS do alike."""
