"""The code that the notebooks and the build of the briefing share."""

__version__ = "2026.12.1"
