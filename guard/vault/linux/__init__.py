"""The keyrings of Linux, used inside the helper process only."""
