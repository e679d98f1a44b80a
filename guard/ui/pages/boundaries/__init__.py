"""What is fine for me, and what is not: limits, a card for the other person, and comparing without showing."""
