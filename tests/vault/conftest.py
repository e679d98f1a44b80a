"""The OS keyring as the program sees it, on a private bus."""

from collections.abc import Iterator, Mapping

import pytest

from guard.vault.client import KeyringStore, Limits


@pytest.fixture
def keyring(keyring_daemon: Mapping[str, str]) -> Iterator[KeyringStore]:
    """Yield a store on a real keyring."""
    store = KeyringStore(limits=Limits(start=60, call=30, asking=30))
    yield store
    store.close()
