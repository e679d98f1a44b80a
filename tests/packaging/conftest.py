"""Makes the set-up's modules importable, as they are when `bootstrap.py` runs."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))
