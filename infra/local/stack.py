"""The composition: jars, broker and database side by side, topics, migrations, services."""

import contextlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self

from infra.local.broker import Broker
from infra.local.database import Database
from infra.local.errors import disk_full, is_disk_full
from infra.local.folder import StateFolder
from infra.local.parts import Plan, begin_broker, begin_database, begin_service, is_ready
from infra.local.processes import Processes
from infra.local.services import Service
from infra.local.settings import SERVICES, Ports
from infra.local.terminal import Terminal

_READY_SECONDS: Final = 60.0


class Stack:
    """A running stack, as a context manager.

    `state` is its folder, `shared` the folder whose verified jars it uses (its own if not named).
    With `only` that server is started empty: no services, no topics, no databases of theirs.
    With `restart` a service that dies comes back by itself. Entering raises StackError for
    whatever can be expected to go wrong, and then leaves nothing running.
    """

    services: dict[str, Service]
    """The services that were started, by name: kill, pause, resume, restart."""

    def __init__(
        self,
        state: Path,
        *,
        ports: Ports | None = None,
        services: Sequence[str] = SERVICES,
        only: Literal["broker", "database"] | None = None,
        restart: bool = True,
        shared: Path | None = None,
        terminal: Terminal | None = None,
    ) -> None:
        self.services = {}
        self.folder = StateFolder(state)
        self._terminal = terminal or Terminal(is_quiet=True)
        self._plan = Plan(
            folder=self.folder,
            processes=Processes(self.folder.root),
            terminal=self._terminal,
            home=(shared or state).absolute() / "kafka",
            ports=ports or Ports(),
            services=() if only else tuple(services),
            is_restarting=restart,
            is_bare=only is not None,
        )
        self._only = only
        self._broker: Broker | None = None
        self._database: Database | None = None
        self._undo = contextlib.ExitStack()

    @property
    def broker(self) -> Broker:
        """Return the running node: stop, start, kill, pause, resume."""
        assert self._broker is not None, "this stack was started without a broker"
        return self._broker

    @property
    def database(self) -> Database:
        """Return the running server: stop, start, kill, create, drop, bin_dir."""
        assert self._database is not None, "this stack was started without a database"
        return self._database

    @property
    def bootstrap(self) -> str:
        """Return the broker's address for clients, as host:port."""
        return self.broker.bootstrap

    @property
    def admin_dsn(self) -> str:
        """Return the address of the database `postgres` for its superuser."""
        return self.database.admin_dsn

    def dsn(self, service: str) -> str:
        """Return a service's database for its runtime role."""
        return self.database.dsn(service)

    def owner_dsn(self, service: str) -> str:
        """Return a service's database for the role that owns and migrates it."""
        return self.database.owner_dsn(service)

    def http(self, service: str) -> str:
        """Return the root of a service's pages and endpoints, without a slash at its end."""
        return f"http://127.0.0.1:{self._plan.http_port(service)}"

    def __enter__(self) -> Self:
        try:
            with contextlib.ExitStack() as undo:
                undo.callback(self.folder.close)
                self.folder.open(self._terminal.say)
                undo.callback(self._plan.processes.close)
                with self._terminal.showing():
                    self._begin()
                self._undo = undo.pop_all()
        except OSError as error:
            if is_disk_full(error):
                raise disk_full(self.folder.root) from None
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._undo:
            self._side_by_side([service.stop for service in self.services.values()])
            parts = (self._broker, self._database)
            self._side_by_side([part.stop for part in parts if part is not None])

    def watch(self) -> None:
        """Return never; raise StackError as soon as the broker or the database is gone."""
        while True:
            for part in (self.broker, self.database):
                if not part.is_alive:
                    raise part.why_it_died()
            time.sleep(0.5)

    def _begin(self) -> None:
        self._plan.choose_ports()
        with ThreadPoolExecutor() as pool:
            try:
                self._begin_servers(pool)
            except BaseException:
                self._plan.processes.close()  # else the pool would wait for what is under way
                raise
        for name in self._plan.services:
            self.services[name] = begin_service(self._plan, self.database, name)
        self._wait_until_ready()

    def _begin_servers(self, pool: ThreadPoolExecutor) -> None:
        broker = pool.submit(begin_broker, self._plan) if self._only != "database" else None
        database = pool.submit(begin_database, self._plan) if self._only != "broker" else None
        _raise_first([each for each in (broker, database) if each is not None])
        self._broker = broker.result() if broker else None
        self._database = database.result() if database else None

    def _wait_until_ready(self) -> None:
        waiting = dict(self.services)
        deadline = time.monotonic() + _READY_SECONDS
        while waiting:
            for name, service in list(waiting.items()):
                if service.has_died:
                    raise self._plan.broken(f"The service {name} ended while it started", name)
                if is_ready(self._plan.http_port(name)):
                    del waiting[name]
                elif time.monotonic() > deadline:
                    raise self._plan.broken(f"The service {name} does not become ready", name)
            time.sleep(0.05)

    def _side_by_side(self, steps: Sequence[Callable[[], None]]) -> None:
        with ThreadPoolExecutor() as pool:
            _raise_first([pool.submit(step) for step in steps])


def _raise_first(futures: Sequence[Future[Any]]) -> None:
    """Wait for all, but only until one fails."""
    for future in as_completed(futures):
        future.result()
