"""The helper's work: takes requests one after another and carries them out on a keyring."""

import os
import queue
import re
import threading
from collections.abc import Sequence
from functools import partial
from typing import BinaryIO, NoReturn

import msgspec

from guard.vault.outcome import Outcome
from guard.vault.ring import Asking, Ring, RingError
from guard.vault.store import check_item, check_value, is_value
from guard.vault.wire import ELSEWHERE, Reply, Request, line, parse

IDLE_SECONDS = 30.0
_DBUS_NAME = re.compile(r"org\.(?:freedesktop|gnome|kde|keepassxc)(?:\.[A-Za-z]{1,30}){1,6}")


def serve(
    rings: Sequence[Ring],
    source: BinaryIO,
    sink: BinaryIO,
    idle_seconds: float = IDLE_SECONDS,
) -> NoReturn:
    """Answer requests from `source` until it ends or nothing came for `idle_seconds`, then end the process.

    The end of `source` ends a call that hangs, too, which is why leaving is abrupt.
    """
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def listen() -> None:
        for raw in source:
            calls.put(raw)
        os._exit(0)

    def send(reply: Reply) -> None:
        sink.write(line(reply))
        sink.flush()

    threading.Thread(target=listen, name="parent", daemon=True).start()
    send(Reply(id=0))
    while True:
        try:
            raw = calls.get(timeout=idle_seconds)
        except queue.Empty:
            os._exit(0)
        request = parse(raw, Request)
        send(answer(rings, request, partial(send, Reply(id=request.id, asking=True))))


def answer(rings: Sequence[Ring], request: Request, asking: Asking) -> Reply:
    """Carry out one request. Whatever a keyring or its library throws becomes an outcome."""
    reached = ""
    try:
        ring = _choose(rings, request)
        if request.do == "describe":
            return Reply(
                id=request.id,
                value=ring.backend,
                backend=ring.id,
                version=ring.version(),
                longest=ring.longest,
            )
        check_item(request.item)
        exists = ring.unlock(request.item, may_ask=request.may_ask, asking=asking)
        reached = "refused"
        outcome, value = _carry_out(ring, request, asking, exists=exists)
        return Reply(id=request.id, outcome=outcome, value=value, backend=ring.id, longest=ring.longest)
    except RingError as error:
        failed = Reply(id=request.id, outcome=error.outcome, reason=error.reason, cause=error.cause)
    except Exception as error:  # noqa: BLE001 - the door of this process: libraries let raw system errors through
        failed = Reply(id=request.id, outcome=Outcome.UNAVAILABLE, reason=reached, cause=_cause(error))
    if failed.outcome is Outcome.UNAVAILABLE and _is_elsewhere(rings, request.backend):
        return msgspec.structs.replace(failed, reason=ELSEWHERE)
    return failed


def _is_elsewhere(rings: Sequence[Ring], pinned: str) -> bool:
    """Tell whether the pinned keyring is not here and another one is."""
    try:
        here = [ring.id for ring in rings if pinned and ring.available()]
    except Exception:  # noqa: BLE001 - as above; then nothing can be told
        return False
    return bool(here) and pinned not in here


def _choose(rings: Sequence[Ring], request: Request) -> Ring:
    """Return the first keyring that is here; only the pinned one when there is a pin.

    A pinned keyring that is not here is found out by using it, which spares each call a look.
    """
    for ring in rings:
        if request.backend == ring.id and request.do != "describe":
            return ring
        if request.backend in ("", ring.id) and ring.available():
            return ring
    names = request.backend or ", ".join(ring.id for ring in rings)
    raise RingError(Outcome.UNAVAILABLE, cause=f"not reachable: {names}")


def _carry_out(ring: Ring, request: Request, asking: Asking, *, exists: bool) -> tuple[Outcome, str]:
    if request.do == "write":
        check_value(request.value, ring.longest)
        if not exists:  # the service creates its collection first, and asks its user for a password
            if not request.may_ask:
                raise RingError(Outcome.LOCKED)
            asking()
        ring.write(request.item, request.value)
        if ring.read(request.item) != request.value:
            raise RingError(Outcome.UNAVAILABLE, reason="not-kept")
        return Outcome.OK, ""
    if not exists:
        return (Outcome.ABSENT, "") if request.do == "read" else (Outcome.OK, "")
    if request.do == "remove":
        ring.remove(request.item)
        if ring.read(request.item) is not None:
            raise RingError(Outcome.UNAVAILABLE, reason="refused", cause="still there after removing")
        return Outcome.OK, ""
    value = ring.read(request.item)
    if value is None:
        return Outcome.ABSENT, ""
    return (Outcome.OK, value) if is_value(value, ring.longest) else (Outcome.DAMAGED, "")


def _cause(error: Exception) -> str:
    """Name an error and its number; its text may hold anything and stays here."""
    number = getattr(error, "winerror", None) or getattr(error, "errno", None)
    name = getattr(error, "name", None)  # what D-Bus calls an error: words with dots, chosen by the service
    parts = [type(error).__name__, *([str(number)] if isinstance(number, int) else [])]
    if isinstance(name, str) and _DBUS_NAME.fullmatch(name):
        parts.append(name)
    if error.__cause__ is not None:
        parts.append(f"from {type(error.__cause__).__name__}")
    return " ".join(parts)
