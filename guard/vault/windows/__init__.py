"""The keyrings of Windows, used inside the helper process only."""
