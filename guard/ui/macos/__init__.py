"""What only windows on macOS can do."""
