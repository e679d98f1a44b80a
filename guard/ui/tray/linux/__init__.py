"""Tray hosts of Linux desktops."""
