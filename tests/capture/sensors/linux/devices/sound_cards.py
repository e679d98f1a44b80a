"""A /proc/asound and a /dev/snd of a test's own."""

from pathlib import Path

RUNNING = """state: RUNNING
owner_pid   : {pid}
trigger_time: 1234.567890123
tstamp      : 1240.000000000
delay       : 512
avail       : 512
avail_max   : 1024
-----
hw_ptr      : 263168
appl_ptr    : 262656
"""


class SoundCard:
    """One sound card with one recording device, in the folders `proc` and `snd`."""

    def __init__(self, proc: Path, snd: Path, *, id_: str = "PCH", label: str = "ALC257 Analog") -> None:
        self.snd = snd
        self.node = snd / "pcmC0D0c"
        device = proc / "asound/card0/pcm0c"
        self._status = device / "sub0/status"
        self._status.parent.mkdir(parents=True)
        (proc / "asound/card0/id").write_text(f"{id_}\n")
        (device / "info").write_text(
            f"card: 0\ndevice: 0\nstream: CAPTURE\nname: {label}\nsubname: subdevice #0\n"
        )
        playing = proc / "asound/card0/pcm0p/sub0"
        playing.mkdir(parents=True)
        (playing / "status").write_text(RUNNING.format(pid=1))
        self.close()

    def plug_in(self) -> None:
        self.snd.mkdir(exist_ok=True)
        self.node.touch()
        (self.snd / "pcmC0D0p").touch()

    def run(self, pid: int, state: str = "RUNNING") -> None:
        """Show a stream as open, the way the kernel does, and open the node once."""
        self._write(RUNNING.format(pid=pid).replace("RUNNING", state))

    def close(self) -> None:
        self._write("closed\n")

    def _write(self, text: str) -> None:
        self._status.write_text(text)
        if self.node.exists():
            self.node.read_bytes()
