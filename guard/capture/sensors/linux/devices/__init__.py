"""Who opens a camera, a keyboard or a sound card directly."""
