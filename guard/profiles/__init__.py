"""Who am I here? Pseudonyms, and what must never be shared."""
