"""Profiles on Linux and macOS."""
