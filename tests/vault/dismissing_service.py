"""A Secret Service that is locked and whose question is closed: `python -m ... collection|item SECONDS`.

Stands for a person who closes the dialogue; a real daemon needs a desktop to show one.
"""

# jeepney has no annotations:
# mypy: disable-error-code="import-untyped"

import sys
import time
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

ITEM = "/org/freedesktop/secrets/collection/login/1"
PROMPT = "/org/freedesktop/secrets/prompt/p1"
ANSWERS: dict[str, tuple[str, Any]] = {
    "Get": ("v", {"Label": ("s", "Login"), "Locked": ("b", None)}),
    "OpenSession": ("vo", (("ay", bytes(127) + b"\x02"), "/org/freedesktop/secrets/session/s1")),
    "SearchItems": ("ao", ([ITEM],)),
    "Unlock": ("aoo", ([], PROMPT)),
    "Prompt": ("", ()),
}


def reply_to(message: Message, locked: str) -> Message:
    signature, body = ANSWERS[message.header.fields[HeaderFields.member]]
    if isinstance(body, dict):
        signature_of, value = body[message.body[1]]
        path = message.header.fields[HeaderFields.path]
        body = ((signature_of, (path == ITEM) is (locked == "item") if value is None else value),)
    return new_method_return(message, signature, body)


def main(locked: str, seconds: float) -> None:
    connection = open_dbus_connection()
    Proxy(message_bus, connection).RequestName("org.freedesktop.secrets")
    while True:
        message = connection.receive()
        if message.header.message_type is not MessageType.method_call:
            continue
        connection.send(reply_to(message, locked))
        if message.header.fields[HeaderFields.member] == "Prompt":
            time.sleep(seconds)  # the person reads the question
            prompt = DBusAddress(PROMPT, interface="org.freedesktop.Secret.Prompt")
            connection.send(new_signal(prompt, "Completed", "bv", (True, ("ao", []))))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
