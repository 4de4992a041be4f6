"""The four services under the stack: one that dies comes back, and none stays when it ends."""

import threading

import psutil
import pytest

from infra.local.settings import SERVICES, state_folder
from infra.local.stack import Stack
from infra.local.terminal import Terminal
from tests.stack import own_folder


class Listening(Terminal):
    """Keeps what the services say, and tells who waits for it."""

    def __init__(self) -> None:
        super().__init__(is_quiet=True)
        self.lines: list[str] = []
        self._heard = threading.Condition()

    def pass_on(self, line: str) -> None:
        with self._heard:
            self.lines.append(line)
            self._heard.notify_all()

    def wait_for_second_start(self, service: str) -> bool:
        """Wait until a service has said twice that it started; False after 30 s."""
        with self._heard:
            return self._heard.wait_for(lambda: self._starts(service) == 2, timeout=30)

    def _starts(self, service: str) -> int:
        return sum(line.startswith(f"{service} | ") and '"started"' in line for line in self.lines)


def test_killed_service_comes_back_and_all_end_with_the_stack() -> None:
    terminal = Listening()
    with (
        own_folder("services") as folder,
        Stack(folder, shared=state_folder(), terminal=terminal) as stack,
    ):
        killed = stack.services["risk"]
        first = killed.process_id
        killed.kill()
        assert terminal.wait_for_second_start("risk")
        assert killed.is_alive
        assert killed.process_id != first
        running = [psutil.Process(stack.services[name].process_id) for name in SERVICES]
    assert [process for process in running if process.is_running()] == []
    assert "risk | ended with code -9" in terminal.lines
    assert all(any(line.startswith(f"{name} | ") for line in terminal.lines) for name in SERVICES)


def test_service_without_restart_stays_dead_until_it_is_restarted() -> None:
    with (
        own_folder("services") as folder,
        Stack(folder, shared=state_folder(), services=("intake",), restart=False) as stack,
    ):
        service = stack.services["intake"]
        service.kill()
        assert not service.is_alive
        service.restart()
        assert service.is_alive


def test_leaving_out_a_part_is_said() -> None:
    with pytest.raises(AssertionError, match="without a broker"):
        _ = Stack(state_folder()).bootstrap
