"""The OS keyring for the rest of Guard: a `SecretStore` that asks a helper process.

One call at a time. A call that gets no answer within its limit ends the helper and
raises; while the keyring asks its user to unlock, the limit is longer. The helper is
started when needed and leaves by itself after a while, so an idle Guard has none.
This module and what it imports never load the `keyring` library.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guard.vault.missing import RecordElsewhere
from guard.vault.outcome import HelperStopped, KeyringRefused, KeyringSlow, Outcome, error_of
from guard.vault.process import HelperGone, HelperProcess, NoAnswer, default_command
from guard.vault.store import MAX_VALUE, Description, check_item, check_value
from guard.vault.wire import ELSEWHERE, Do, Reply, Request, line, parse

_REMOVE_AGAIN = (0.2, 0.6)
"""Seconds before a refused removal is asked for again: KeePassXC refuses while it saves a change."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many seconds to wait: for the helper to start, for a call, for a call whose user is being asked."""

    start: float = 20.0
    call: float = 10.0
    asking: float = 120.0


def nobody_watches() -> None:
    """Ignore that the keyring asks."""


class KeyringStore:
    """The OS keyring as a `SecretStore`. May be shared by threads; every method may block up to its limit."""

    def __init__(
        self,
        backend: str = "",
        *,
        may_ask: bool = True,
        on_asking: Callable[[], None] = nobody_watches,
        limits: Limits | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        """Use the keyring `backend` and no other; with "", the first one that answers, and from then on that one.

        `may_ask`: the keyring may ask its user to unlock. `on_asking` is called, in the
        calling thread, when it begins to. `command` starts the helper.
        """
        self._backend = backend
        self._may_ask = may_ask
        self._on_asking = on_asking
        self._limits = limits or Limits()
        self._command = tuple(command or default_command())
        self._turn = threading.Lock()
        self._helper: HelperProcess | None = None
        self._calls = 0
        self._longest = MAX_VALUE

    @property
    def backend(self) -> str:
        """The id of the keyring in use, or "" while none has answered; to be pinned by the caller."""
        return self._backend

    @property
    def longest(self) -> int:
        """How many characters an item may have; known once the keyring has answered."""
        return self._longest

    def forget(self) -> None:
        """Use the first keyring that answers again, at the user's express wish to start over."""
        self._backend = ""

    def read(self, item: str) -> str | None:
        """Return the value of `item`, or None when the keyring is open and has none. Raises `VaultError`."""
        check_item(item)
        reply = self._call("read", item)
        return None if reply.outcome is Outcome.ABSENT else reply.value

    def write(self, item: str, value: str) -> None:
        """Keep `value`; it has been read back when this returns. Raises `VaultError`."""
        check_item(item)
        check_value(value, self._longest)
        self._call("write", item, value)

    def remove(self, item: str) -> None:
        """Make `item` absent; checked when this returns. Raises `VaultError`."""
        check_item(item)
        for pause in _REMOVE_AGAIN:
            try:
                self._call("remove", item)
            except KeyringRefused:
                time.sleep(pause)
            else:
                return
        self._call("remove", item)

    def describe(self) -> Description:
        """Say which keyring answers, without unlocking it. Raises `VaultError`."""
        reply = self._call("describe")
        return Description(id=reply.backend, backend=reply.value, version=reply.version)

    def close(self) -> None:
        """End the helper now. A call under way raises `HelperStopped`; a later call starts a new one."""
        helper, self._helper = self._helper, None
        if helper is not None:
            helper.end()

    def _call(self, do: Do, item: str = "", value: str = "") -> Reply:
        if not self._turn.acquire(timeout=self._limits.asking + self._limits.call):
            raise KeyringSlow("another call is still waiting")
        try:
            reply = self._exchange(do, item, value)
        finally:
            self._turn.release()
        if reply.reason == ELSEWHERE:
            raise RecordElsewhere(reply.cause)
        if reply.outcome not in (Outcome.OK, Outcome.ABSENT):
            raise error_of(reply.outcome, reply.reason, reply.cause)
        self._backend = self._backend or reply.backend
        self._longest = reply.longest
        return reply

    def _exchange(self, do: Do, item: str, value: str) -> Reply:
        """Ask once; once more if the helper had just left for want of work (reads and writes may be repeated)."""
        had_helper = self._helper is not None
        try:
            return self._ask(do, item, value)
        except HelperGone as gone:
            self.close()
            if not had_helper or gone.code != 0:
                raise HelperStopped(f"exit code {gone.code}") from gone
        try:
            return self._ask(do, item, value)
        except HelperGone as gone:
            self.close()
            raise HelperStopped(f"exit code {gone.code}") from gone

    def _ask(self, do: Do, item: str, value: str) -> Reply:
        try:
            helper = self._helper
            if helper is None:
                helper = self._helper = HelperProcess(self._command)
                self._await(helper, 0, self._limits.start)
            self._calls += 1
            request = Request(
                id=self._calls, do=do, item=item, value=value, may_ask=self._may_ask, backend=self._backend
            )
            helper.send(line(request))
            return self._await(helper, request.id, self._limits.call)
        except NoAnswer:
            self.close()
            raise KeyringSlow from None
        except ValueError as error:  # not a line of ours: whoever speaks there is not to be trusted with more
            self.close()
            raise HelperStopped("unreadable answer") from error

    def _await(self, helper: HelperProcess, call: int, limit: float) -> Reply:
        until = time.monotonic() + limit
        while True:
            reply = parse(helper.receive(until - time.monotonic()), Reply)
            if reply.id != call:
                raise ValueError(reply.id)
            if not reply.asking:
                return reply
            until = time.monotonic() + self._limits.asking
            self._on_asking()
