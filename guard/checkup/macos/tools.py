"""macOS's own tools, by their full path: a tool of the same name elsewhere is never taken."""

from collections.abc import Callable, Mapping, Sequence

from guard.checkup.command import Ran, run

Tool = Callable[[Sequence[str]], Ran]
_PLACES = ("/bin/", "/usr/bin/", "/usr/sbin/", "/usr/libexec/")


def tool(environ: Mapping[str, str], start: Callable[..., Ran] = run) -> Tool:
    """Return what runs a tool of this Mac for the user whose environment this is."""

    def started(argv: Sequence[str]) -> Ran:
        if not argv[0].startswith(_PLACES) or ".." in argv[0]:
            return Ran(None, why=f"The tool “{argv[0]}” is not part of macOS.", missing=True)
        return start(list(argv), environ)

    return started
