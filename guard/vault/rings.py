"""Which keyrings Guard uses on which system, in the order it tries them. The list is closed."""

import sys

from guard.vault.ring import Ring

# The libraries behind each adapter are installed on their own system only.
if sys.platform == "win32":
    from guard.vault.windows.credential_manager import CredentialManagerRing
elif sys.platform == "darwin":
    from guard.vault.macos.keychain import KeychainRing
else:
    from guard.vault.linux.kwallet import KWallet5, KWallet6, KWalletRing
    from guard.vault.linux.secret_service import SecretServiceRing


def rings_here() -> tuple[Ring, ...]:
    """Return this system's keyrings, the preferred one first."""
    if sys.platform == "win32":
        return (CredentialManagerRing(),)
    if sys.platform == "darwin":
        return (KeychainRing(),)
    return (SecretServiceRing(), KWalletRing(KWallet6), KWalletRing(KWallet5))
