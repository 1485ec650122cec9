"""What a process of our own, a command or a worker, sets for itself; never the process of somebody who imports hali."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Let Python look for garbage seldom.

    Word lists and code lists stay to the end: looking through them again and again is a fifth of a check.
    """
    gc.set_threshold(500_000, 20, 20)
