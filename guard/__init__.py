"""Guard looks after people before, during and after private conversations online."""

__version__ = "0.1.0"
