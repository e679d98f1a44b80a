"""What the guard's sensors are called on a page, and what each of them looks at, in plain words."""

from PySide6.QtCore import QCoreApplication

from guard.capture.finding import SensorMode, SensorState
from guard.ui.widgets.text import sentence

translate = QCoreApplication.translate


def _names() -> dict[str, str]:
    return {
        "process-events": translate("sensors", "Programs that start"),
        "x11": translate("sensors", "The X11 screen"),
        "pipewire": translate("sensors", "Cameras, microphones and screen casts"),
        "devices": translate("sensors", "Camera and keyboard devices"),
        "alsa": translate("sensors", "Sound cards"),
        "remote-access": translate("sensors", "Remote access"),
        "screen-cast": translate("sensors", "Screen sharing through the desktop"),
        "screencopy": translate("sensors", "Screen copies on Wayland"),
        "preparations": translate("sensors", "What is set up in advance"),
    }


def _looks_at() -> dict[str, str]:
    return {
        "process-events": translate("sensors", "Notices when a program that can record starts."),
        "x11": translate("sensors", "Notices programs that read the picture of the screen."),
        "pipewire": translate("sensors", "Notices who uses what the desktop hands out to programs."),
        "devices": translate("sensors", "Notices programs that hold such a device open."),
        "alsa": translate("sensors", "Notices recording that goes straight to the sound card."),
        "remote-access": translate("sensors", "Notices who can see or steer this computer from elsewhere."),
        "screen-cast": translate("sensors", "Notices when the desktop shares the screen with a program."),
        "preparations": translate("sensors", "Reads what may record later without asking again."),
        "screencopy": translate("sensors", "Notices programs that copy the screen frame by frame."),
    }


def name(sensor: str) -> str:
    """Name a sensor as a heading would; one that nobody has named is written readably."""
    known = _names().get(sensor)
    if known is not None:
        return known
    spoken = sensor.replace("-", " ").replace("_", " ").strip()
    return spoken[:1].upper() + spoken[1:]


def why(sensor: SensorState) -> str:
    """Say why a sensor is in its state; what it looks at when it has nothing to say of itself."""
    if sensor.why:
        return sentence(sensor.why)
    if sensor.mode is SensorMode.ON:
        return _looks_at().get(sensor.name, translate("sensors", "It works as it should."))
    if sensor.mode is SensorMode.LIMITED:
        return translate("sensors", "It sees less than it could here.")
    return translate("sensors", "It does not work here.")
