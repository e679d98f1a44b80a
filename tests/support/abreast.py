"""Which tests may run at the same time."""

ONE_COMPUTER = (
    "tests/capture/sensors/",
    "tests/real/",
    "tests/test_cli.py",
    "tests/test_checkup_commands.py",
)
"""Tests that start recorders or look for whatever runs here; side by side, they would find each other's."""


def togetherness(nodeid: str) -> str:
    """Return the name of the group that a test stays in: one process takes a group's tests one after another."""
    file = nodeid.partition("::")[0]
    return "one computer" if file.startswith(ONE_COMPUTER) else file
