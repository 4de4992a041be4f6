"""A real Kafka, one node, on this machine's own address only."""

import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from infra.local.errors import Interrupted, StackError, failure
from infra.local.folder import replace_file
from infra.local.java import Java
from infra.local.processes import end, kill_with_children
from infra.local.settings import choose_port

_HERE: Final = Path(__file__).parent
_READY_SECONDS: Final = 60.0
_STOP_SECONDS: Final = 20.0
_TRAINING_SECONDS: Final = 60.0
_CLUSTER: Final = "MkU3OEVBNTcwNTJENDM2Qk"
_LOG_BYTES: Final = 10 * 1024 * 1024

# Kafka's own protocol, so that no client library has to be loaded: key, version, correlation,
# client id; both answers carry an error code that is 0 when the broker can serve.
_ASK_VERSIONS: Final = b"\x00\x12\x00\x00\x00\x00\x00\x01\x00\x02sf"
# Asking for a group's coordinator makes the offsets topic; a first consumer would meet warnings.
_ASK_COORDINATOR: Final = b"\x00\x0a\x00\x01\x00\x00\x00\x01\x00\x02sf\x00\x02sf\x00"


class Broker:
    """One Kafka node whose data outlives it: `start` again after `stop` or `kill`."""

    def __init__(
        self,
        java: Java,
        folder: Path,
        log: Path,
        ports: tuple[int, int],
        flags: Sequence[str] | None = None,
    ) -> None:
        """Prepare a node in `folder`; `ports` are for clients and for its own controller."""
        self._java = java
        self._flags = flags
        self._folder = folder
        self._log = log
        self._port, self._controller_port = ports
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        """Return the address for clients, as host:port."""
        return f"127.0.0.1:{self._port}"

    @property
    def is_alive(self) -> bool:
        """Say whether the process runs."""
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """Start the node and return once it serves. Raises StackError if it does not."""
        self._format()
        self._launch()
        self._wait_until_ready()

    def stop(self, patience_seconds: float = _STOP_SECONDS) -> None:
        """End the node in good order; it needs about 0.3 s."""
        if self._child is not None:
            end(self._child, signal.SIGTERM, patience_seconds)

    def kill(self) -> None:
        """Kill the node as a power cut of the process would (kill -9)."""
        if self._child is not None:
            kill_with_children(self._child)

    def pause(self) -> None:
        """Freeze the node: it lives and does not answer."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen node go on."""
        self._signal(signal.SIGCONT)

    def why_it_died(self) -> StackError:
        """Return the sentence for a node that has ended by itself."""
        return failure(
            f"The broker stopped by itself; see {self._log}.", self._folder, _tail(self._log)
        )

    def _signal(self, how: signal.Signals) -> None:
        if self._child is not None:
            self._child.send_signal(how)

    def _format(self) -> None:
        """Make the node's folder, aside and then in one step, so that it is never half there."""
        data = self._folder / "data"
        if not (data / "meta.properties").is_file():
            aside = self._folder / "data.new"
            for half in (aside, data):
                shutil.rmtree(half, ignore_errors=True)
            self._write_properties(aside)
            finished = self._java.run(
                "kafka.tools.StorageTool", "format", "-t", _CLUSTER, "-c", self._properties
            )
            if finished.code:
                sentence = f"The broker's folder {self._folder} could not be made: {finished.text}"
                raise failure(sentence, self._folder, finished.text)
            aside.rename(data)
        self._write_properties(data)

    @property
    def _properties(self) -> Path:
        return self._folder / "broker.properties"

    def _write_properties(self, data: Path) -> None:
        own: Mapping[str, object] = {
            "log.dirs": data,
            "listeners": f"PLAINTEXT://{self.bootstrap},"
            f"CONTROLLER://127.0.0.1:{self._controller_port}",
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap}",
            "controller.quorum.voters": f"1@127.0.0.1:{self._controller_port}",
        }
        lines = "".join(f"{key}={value}\n" for key, value in own.items())
        replace_file(self._properties, (_HERE / "broker.properties").read_text() + "\n" + lines)

    def _launch(self) -> None:
        is_long = self._log.is_file() and self._log.stat().st_size > _LOG_BYTES
        with self._log.open("wb" if is_long else "ab") as output:
            self._child = self._java.start(
                "kafka.Kafka", self._properties, output=output, flags=self._flags
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while not (self._answers(_ASK_VERSIONS) and self._answers(_ASK_COORDINATOR)):
            if self._java.processes.is_closed:
                raise Interrupted
            if not self.is_alive:
                raise self.why_it_died()
            if time.monotonic() > deadline:
                raise StackError(
                    f"The broker did not answer in {_READY_SECONDS:.0f} s; see {self._log}."
                )
            time.sleep(0.03)

    def _answers(self, question: bytes) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), 0.5) as connection:
                connection.settimeout(2)
                connection.sendall(struct.pack(">i", len(question)) + question)
                answer = connection.recv(64)
        except OSError:
            return False
        # length, correlation, and in a coordinator's answer the throttle time before the code
        start = 8 if question is _ASK_VERSIONS else 12
        return answer[start : start + 2] == b"\0\0"


def train(java: Java) -> None:
    """Start and stop a node once to write Java's start-up cache: 0.7 s to begin instead of 2."""
    java.forget_caches()
    root = java.processes.root
    folder = Path(tempfile.mkdtemp(dir=root / "tmp"))
    ports = choose_port(None, "kafka"), choose_port(None, "kafka")
    node = Broker(java, folder, root / "log" / "training.log", ports, java.training_flags)
    node.start()
    node.stop(_TRAINING_SECONDS)
    java.keep_cache()
    shutil.rmtree(folder, ignore_errors=True)


def _tail(log: Path) -> str:
    if not log.is_file():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 20_000))
        return file.read().decode(errors="replace")
