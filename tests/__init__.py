"""Tests, in rooms that mirror `guard`; `support` holds what they share."""
