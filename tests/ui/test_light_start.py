"""What the window's start does not load: pages that many starts never show would cost memory for nothing."""

import subprocess
import sys

PROGRAM = """
import importlib, sys
from guard import desktop
for piece in desktop._PIECES:
    importlib.import_module(piece)
print("\\n".join(sorted(sys.modules)))
"""
LATER = (
    "guard.ui.pages.session.flow",
    "guard.ui.pages.session.steps",
    "guard.ui.pages.session.prepare",
    "guard.ui.pages.session.live",
    "guard.ui.pages.reflections",
    "guard.ui.pages.support",
    "guard.ui.pages.balance",
    "guard.ui.pages.boundaries",
    "guard.ui.pages.help",
    "guard.ui.pages.watching",
    "guard.wellbeing.notebook",
    "guard.wellbeing.library",
    "guard.wellbeing.grounding",
    "guard.wellbeing.balance",
    "guard.noting",
    "cryptography",
    "sqlcipher3",
    "pyrage",
    "zxcvbn",
    "segno",
)
AT_ONCE = ("guard.ui.pages.today", "guard.ui.application", "guard.furnishing", "guard.capture.watch")


def test_the_start_loads_what_it_shows_and_no_more() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert loaded.issuperset(AT_ONCE)
    assert loaded.isdisjoint(LATER)
