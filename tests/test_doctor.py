import json

from guard import __version__
from guard.doctor import Part, as_object


def test_the_examination_as_json() -> None:
    value = as_object([Part("keyring", "unknown", "it did not answer"), Part("tray", "on", "it is there")])
    assert json.loads(json.dumps(value)) == {
        "version": __version__,
        "parts": [
            {"name": "keyring", "state": "unknown", "says": "it did not answer"},
            {"name": "tray", "state": "on", "says": "it is there"},
        ],
    }
