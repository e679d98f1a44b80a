"""What Guard asks of macOS besides its window."""
