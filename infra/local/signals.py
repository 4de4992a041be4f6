"""How a run is ended from outside: Ctrl-C, SIGTERM, a closed terminal, the death of make."""

import ctypes
import os
import signal
import sys
from types import FrameType
from typing import Final, Never

from infra.local.errors import Interrupted
from infra.local.settings import parent_process

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_SIGNAL_AT_PARENTS_DEATH: Final = 1  # PR_SET_PDEATHSIG of Linux's prctl


def interrupt_on_signals() -> None:
    """Turn the first signal into Interrupted in the main thread; later ones change nothing.

    A killed make cannot tell us, so the system is asked to. Raises Interrupted if it is dead.
    """
    for each in _SIGNALS:
        signal.signal(each, _interrupt)
    make = parent_process()
    if make is not None and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_AT_PARENTS_DEATH, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != make:
            _interrupt(signal.SIGTERM, None)


def _interrupt(_number: int, _frame: FrameType | None) -> Never:
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Interrupted
