import asyncio
import signal

import pytest

from infra.local.demo.interruption import run_interruptibly


class Ended(Exception):  # noqa: N818 - what a former handler raises
    pass


def test_result_is_returned_and_handlers_are_left_as_they_were() -> None:
    former = signal.getsignal(signal.SIGTERM)

    async def work() -> int:
        await asyncio.sleep(0)
        return 7

    assert run_interruptibly(work()) == 7
    assert signal.getsignal(signal.SIGTERM) is former


def test_signal_cancels_the_work_and_then_reaches_its_former_handler() -> None:
    tidied = []

    def end(*_: object) -> None:
        raise Ended

    async def work() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
            await asyncio.sleep(60)
        finally:
            tidied.append(True)

    former = signal.signal(signal.SIGTERM, end)
    try:
        with pytest.raises(Ended):
            run_interruptibly(work())
    finally:
        signal.signal(signal.SIGTERM, former)
    assert tidied == [True]
