"""How often Python looks for unreachable cycles while a book is made."""

import gc

# Looks at 700 new objects by default. A build makes millions that live to its end, trees of pages
# above all, and each look walks them: measured, a seventh of the build's time and a tenth of the
# PDF's. Looking at 100,000 costs some 50 MB at the peak.
_YOUNG, _MIDDLE, _OLD = 100_000, 50, 100


def seldom() -> None:
    """Let this process collect cycles seldom. What is unreachable is still collected."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
