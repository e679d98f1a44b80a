"""Life away from the screen."""
