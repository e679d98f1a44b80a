"""The keyrings of macOS, used inside the helper process only."""
