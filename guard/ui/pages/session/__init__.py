"""One session from preparing to aftercare, as pages that follow its state machine."""
