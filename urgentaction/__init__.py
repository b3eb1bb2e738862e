"""The urgent-action toolkit."""

__version__ = "0.1.0"
