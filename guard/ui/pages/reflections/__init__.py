"""Looking back: questions afterwards, notes, and what they tell."""
