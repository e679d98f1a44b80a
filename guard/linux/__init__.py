"""What Guard asks of a Linux desktop besides its window."""
