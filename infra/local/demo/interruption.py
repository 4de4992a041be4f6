"""Runs a coroutine so that a signal ends it in order.

A handler that raises can hit any task of the loop, and a task of a client library swallows it. So
the loop takes the signal, the coroutine is cancelled and tidies up, and then the handler that was
there before gets the signal.
"""

import asyncio
import signal
import threading
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
T = TypeVar("T")


def run_interruptibly(work: Coroutine[Any, Any, T]) -> T:
    """Run `work`; a signal cancels it and is then raised again for its former handler."""
    if threading.current_thread() is not threading.main_thread():
        return asyncio.run(work)  # signals belong to the main thread
    former = {number: signal.getsignal(number) for number in _SIGNALS}
    seen: list[signal.Signals] = []
    try:
        return asyncio.run(_cancelled_by_signals(work, seen))
    except asyncio.CancelledError:
        if not seen:
            raise
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    signal.raise_signal(seen[0])
    raise KeyboardInterrupt  # the former handler did not raise: a plain program ends here


async def _cancelled_by_signals(work: Coroutine[Any, Any, T], seen: list[signal.Signals]) -> T:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()

    def cancel(number: signal.Signals) -> None:
        seen.append(number)
        task.cancel()

    for number in _SIGNALS:
        loop.add_signal_handler(number, cancel, number)
    return await task
