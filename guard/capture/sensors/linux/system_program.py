"""Which part of the system a process is: only what an administrator has put in its place is believed."""

from guard.capture.processes import ProcessFacts

_SYSTEM_FOLDERS = ("/usr/", "/bin/", "/sbin/", "/lib/", "/nix/store/", "/gnu/store/", "/snap/")


def system_program(facts: ProcessFacts | None) -> str:
    """The base name of a program that only an administrator can install; empty for any other."""
    if facts is None or not facts.exe or not facts.exe.startswith(_SYSTEM_FOLDERS):
        return ""
    return facts.exe.rpartition("/")[2]
