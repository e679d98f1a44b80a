"""What tests share: real displays, buses and keyrings, and patience with a limit."""
