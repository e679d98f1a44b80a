"""Who takes the screen, a camera or sound from PipeWire."""
