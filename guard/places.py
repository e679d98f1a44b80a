"""Where Guard keeps its few files; nothing personal is in their names."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_APP = "guard"


@dataclass(frozen=True, slots=True)
class Places:
    """`state`, `config` and `data` outlive the login, `runtime` does not."""

    state: Path
    runtime: Path
    config: Path
    data: Path

    @property
    def settings(self) -> Path:
        """How its user wants Guard to behave."""
        return self.config / "settings.json"

    @property
    def journal(self) -> Path:
        """The encrypted journal."""
        return self.data / "journal.db"

    @property
    def passphrase_file(self) -> Path:
        """The secrets of a computer without a keyring."""
        return self.data / "vault.guard"

    @property
    def mirror(self) -> Path:
        """The encrypted copy that the recovery kit opens."""
        return self.data / "recovery.age"

    @property
    def earlier_settings(self) -> Path:
        """What this computer's settings held before Guard changed them."""
        return self.state / "earlier-settings.json"

    @property
    def recovery(self) -> Path:
        """The public half of the recovery kit."""
        return self.data / "recovery.json"


def usual() -> Places:
    """The places this system wants."""
    with (
        warnings.catch_warnings()
    ):  # without a login session it falls back to the temporary folder, which is fine
        warnings.simplefilter("ignore", UserWarning)
        runtime = platformdirs.user_runtime_path(_APP, appauthor=False)
    return Places(
        state=platformdirs.user_state_path(_APP, appauthor=False),
        runtime=runtime,
        config=platformdirs.user_config_path(_APP, appauthor=False),
        data=platformdirs.user_data_path(_APP, appauthor=False, roaming=False),
    )
