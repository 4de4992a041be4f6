"""Live means that the loop moves; ready means that nothing is wrong, and says what is."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from shared.telemetry.health import CHECK_SECONDS, Health


def saying(answer: str | None) -> Callable[[], Awaitable[str | None]]:
    async def check() -> str | None:
        return answer

    return check


async def broken() -> str | None:
    raise ConnectionRefusedError("10.0.0.1: password of Meyer")


async def hanging() -> str | None:
    await asyncio.Event().wait()
    return None


async def test_ready_without_faults() -> None:
    assert await Health(checks={"database": saying(None), "consumer": saying(None)}).faults() == {}


async def test_what_is_wrong_is_said_by_check() -> None:
    health = Health(checks={"database": saying(None), "consumer": saying("no partition is owned")})
    assert await health.faults() == {"consumer": "no partition is owned"}


async def test_a_check_that_breaks_is_named_by_its_error_alone() -> None:
    assert await Health(checks={"database": broken}).faults() == {
        "database": "ConnectionRefusedError"
    }


async def test_checks_that_hang_have_failed_together_after_two_seconds() -> None:
    health = Health(checks={"one": hanging, "two": hanging, "three": saying(None)})
    loop = asyncio.get_running_loop()
    began = loop.time()
    faults = await health.faults()
    assert faults == dict.fromkeys(("one", "two"), "no answer within 2 seconds")
    assert loop.time() - began < 2 * CHECK_SECONDS


@pytest.mark.parametrize(("now", "is_live"), [(100.0, True), (109.9, True), (110.0, False)])
def test_a_loop_that_did_not_move_for_ten_seconds_is_dead(now: float, is_live: bool) -> None:  # noqa: FBT001
    assert Health(beat_at=100.0).is_live(now) is is_live


async def test_the_beat_notes_that_the_loop_moves() -> None:
    health = Health(beat_at=0.0)
    beating = asyncio.create_task(health.beat())
    await asyncio.sleep(0)
    beating.cancel()
    assert health.beat_at == pytest.approx(time.monotonic(), abs=1)
