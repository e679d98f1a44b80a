"""What only windows on Windows can do."""
