"""What the window must know of Linux."""
