"""The pages of the set-up, one file each."""
