"""How each part of a stack begins; the stack says in which order."""

import http.client
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from confluent_kafka import KafkaException
from sorgfalt_contracts.topics import TOPICS, Topic

from infra.kafka.apply import TopicsDifferError, apply_topics
from infra.local.broker import Broker, train
from infra.local.database import Database
from infra.local.errors import StackError, failure
from infra.local.folder import StateFolder, replace_file
from infra.local.jars import ready_jars
from infra.local.java import Java
from infra.local.postgres import Programs
from infra.local.processes import Processes
from infra.local.services import Service, environment_of
from infra.local.settings import PROJECT, SERVICES, Ports, choose_port
from infra.local.terminal import Terminal
from shared.store.migrate import MigrationError, migrate


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a stack is to be, and with what it is made. Ports are chosen when first asked for."""

    folder: StateFolder
    processes: Processes
    terminal: Terminal
    home: Path
    ports: Ports
    services: Sequence[str]
    is_restarting: bool
    is_bare: bool
    chosen: dict[str, int] = field(default_factory=dict)

    def choose_ports(self) -> None:
        """Choose every port, once. Raises StackError if one that is set is taken."""
        wanted: Mapping[str, int | None] = {
            "kafka": self.ports.kafka,
            "postgres": self.ports.postgres,
            **{name: self.ports.services.get(name) for name in SERVICES},
            "controller": None,
        }
        # those that are set come first, so that none of them is chosen for another
        for name in sorted(wanted, key=lambda name: wanted[name] is None):
            self.chosen[name] = choose_port(wanted[name], name, self.chosen.values())

    def http_port(self, service: str) -> int:
        """Return the port on which a service answers over HTTP."""
        return self.chosen[service]

    def broken(self, what: str, service: str) -> StackError:
        """Return the error for a service that does not serve, with the last it has said."""
        log = self.folder.log / f"{service}.log"
        said = log.read_text(errors="replace") if log.is_file() else ""
        last = said.strip().rpartition("\n")[2]
        return failure(f"{what} ({last}); see {log}.", self.folder.root, said)


def begin_broker(plan: Plan) -> Broker:
    """Verify or fetch the jars, start the broker on them, and make the topics."""
    jars = ready_jars(plan.home, plan.processes, plan.terminal)
    java = Java(jars, plan.processes)
    if not java.has_cache:
        with plan.terminal.task("Teaching Java to start faster, 8 s, once"):
            _train(java)
    ports = plan.chosen["kafka"], plan.chosen["controller"]
    root = plan.folder.root
    broker = Broker(java, root / "kafka", plan.folder.log / "broker.log", ports)
    with plan.terminal.task("Starting the broker"):
        broker.start()
        _make_topics(broker, () if plan.is_bare else TOPICS)
    return broker


def begin_database(plan: Plan) -> Database:
    """Start the database, and bring each service's own database up to its newest migration."""
    root = plan.folder.root
    programs = Programs(plan.processes)
    log = plan.folder.log / "postgres.log"
    database = Database(programs, root / "postgres", log, plan.chosen["postgres"])
    with plan.terminal.task("Starting the database"):
        database.start()
        for name in () if plan.is_bare else SERVICES:
            database.create(name)
            _write_environment(plan, database, name)
    with plan.terminal.task("Migrating"), ThreadPoolExecutor() as pool:
        list(pool.map(lambda name: _migrate(plan, database, name), plan.services))
    return database


def begin_service(plan: Plan, database: Database, name: str) -> Service:
    """Start a service without what only its migrations need."""
    variables = _environment(plan, database, name)
    variables.pop(f"{name.upper()}_OWNER_DATABASE")
    service = Service(
        name, plan.processes, variables, plan.terminal.pass_on, is_restarted=plan.is_restarting
    )
    service.start()
    return service


def is_ready(port: int) -> bool:
    """Ask a service whether it is ready to serve."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _train(java: Java) -> None:
    try:
        train(java)
    except StackError:
        if java.processes.is_closed:
            raise
        # it only makes the start faster; what really is wrong, the broker itself will meet


def _make_topics(broker: Broker, topics: Sequence[Topic]) -> None:
    try:
        apply_topics(broker.bootstrap, topics)
    except TopicsDifferError as error:
        raise StackError(
            f"What the broker keeps is not what is declared now ({error}): `make clean` takes it "
            "away, with everything else that is kept."
        ) from None
    except KafkaException as error:
        if broker.is_alive:
            raise StackError(f"The broker did not make its topics: {error}.") from None
        raise broker.why_it_died() from None


def _migrate(plan: Plan, database: Database, name: str) -> None:
    # what `python -m services.<name> migrate` does, without 2 s of imports for each service
    try:
        migrate(database.owner_dsn(name), PROJECT / "services" / name / "migrations")
    except MigrationError as error:
        sentence = f"The database of {name} could not be migrated: {error}"
        raise failure(sentence, plan.folder.root, str(error)) from None


def _environment(plan: Plan, database: Database, name: str) -> dict[str, str]:
    # dbmate looks for pg_dump on the path, and without it silently writes no schema
    path = f"{Path(sys.executable).parent}:{database.bin_dir}:{os.defpath}"
    state = {"SORGFALT_STATE": str(plan.folder.root), "PATH": path}
    return environment_of(_environment_file(plan, name)) | state


def _environment_file(plan: Plan, name: str) -> Path:
    return plan.folder.run / f"{name}.env"


def _write_environment(plan: Plan, database: Database, name: str) -> None:
    prefix = name.upper()
    values = {
        "KAFKA": f"127.0.0.1:{plan.chosen['kafka']}",
        "DATABASE": database.dsn(name),
        "OWNER_DATABASE": database.owner_dsn(name),
        "HTTP_HOST": "127.0.0.1",
        "HTTP_PORT": str(plan.chosen[name]),
    }
    if name == "grievance":
        values |= {"KEY_FILE": str(_case_key(plan)), "RELEASE": "at-once"}
    lines = "".join(f"{prefix}_{key}={value}\n" for key, value in values.items())
    replace_file(_environment_file(plan, name), lines, mode=0o600)


def _case_key(plan: Plan) -> Path:
    """Return the file with the key that wraps the keys of cases; made once, never replaced."""
    file = plan.folder.run / "grievance.key"
    if not file.is_file():
        replace_file(file, secrets.token_hex(32) + "\n", mode=0o600)
    return file
