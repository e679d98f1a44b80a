"""Signals of Linux."""
