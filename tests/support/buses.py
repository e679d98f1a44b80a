"""A private session bus that starts nothing by itself but the accessibility bus."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy

from tests.support.children import running

_ACCESSIBILITY = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """Run a message bus with its files in `folder`; yields its address.

    Only the accessibility bus is activatable, so that a test sees no keyring,
    portal or notification service which it did not start itself.
    """
    services = folder / "services"
    services.mkdir(parents=True)
    if _ACCESSIBILITY.exists():
        copy(_ACCESSIBILITY, services)
    config = folder / "bus.conf"
    config.write_text(_CONFIG.format(socket=folder / "bus", services=services), encoding="utf-8")
    reading, writing = os.pipe()
    daemon = ["dbus-daemon", f"--config-file={config}", "--nofork", f"--print-address={writing}"]
    with (folder / "bus.log").open("wb") as log, running(daemon, stderr=log, pass_fds=[writing]):
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            address = answer.readline().decode().strip()
        if not address:
            raise AssertionError(
                f"dbus-daemon did not start: {(folder / 'bus.log').read_text(errors='replace')}"
            )
        yield address
