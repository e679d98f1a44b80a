"""The guided set-up: a few pages that show what was found; what they set is kept only at the end."""
