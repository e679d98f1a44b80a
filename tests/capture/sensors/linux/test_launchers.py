import pytest

from guard.capture.sensors.linux.launchers import own_folder, subject


@pytest.mark.parametrize(
    ("exe", "argv", "about"),
    [
        ("/usr/bin/obs", ("obs",), "/usr/bin/obs"),
        ("/usr/bin/python3.11", ("python3", "/usr/bin/meld"), "/usr/bin/meld"),
        ("/usr/bin/python3.11", ("python3", "-m", "meld"), ""),
        ("/usr/bin/python3.11", ("python3", "tool.py"), "/home/a/tool.py"),
        (
            "/usr/lib/electron28/electron",
            ("electron", "--x", "/usr/lib/chat/app.asar"),
            "/usr/lib/chat/app.asar",
        ),
        ("/usr/lib/electron28/electron", ("electron", "--type=gpu"), ""),
        ("/usr/bin/snap", ("firefox",), ""),
    ],
)
def test_what_a_process_is_about(exe: str, argv: tuple[str, ...], about: str) -> None:
    assert subject(exe, argv, "/home/a") == about


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("/usr/bin/obs", ""),
        ("/usr/lib/x86_64-linux-gnu/libexec/tool", ""),
        ("/usr/lib/chromium/chromium", "/usr/lib/chromium"),
        ("/opt/google/chrome/chrome", "/opt/google/chrome"),
        ("/opt/studio/bin/studio", "/opt/studio"),
        ("/home/a/Downloads/tool", ""),
    ],
)
def test_the_folder_of_one_program(path: str, folder: str) -> None:
    assert own_folder(path) == folder
