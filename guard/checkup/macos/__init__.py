"""What only macOS has: its user defaults, its record of who may use what, its folders, names and tools."""
