"""How the check-up reads and writes Linux desktops and services."""
