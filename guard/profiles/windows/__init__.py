"""Profiles on Windows."""
