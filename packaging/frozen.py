"""Where the frozen program starts: Guard itself, or the keyring's helper."""

import sys

from guard.cli import main
from guard.vault.helper import main as help_with_the_keyring

if __name__ == "__main__":
    if sys.argv[1:] == ["--vault-helper"]:
        help_with_the_keyring()
    else:
        sys.exit(main())
