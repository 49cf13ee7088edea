"""Knows how the web server and the worker are run together: started, watched, stopped as one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

WSGI = "maillage.config.wsgi:application"
THREADS = 4  # in each worker; Python runs one at a time, the others wait for the base
GRACE_S = 10
LOOK_EVERY_S = 0.5
RESTART_WORKER_AFTER_S = 5.0


def nothing() -> None:
    """What is done between two looks when nobody asks for more."""


@dataclass
class Supervisor:
    """Two child processes: without the server nothing is left to do; a worker that dies is started again."""

    host: str
    port: int
    workers: int
    with_worker: bool
    each_tick: Callable[[], None] = nothing
    stopping: bool = False
    children: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def run(self) -> int:
        """Serve until told to stop; the exit code (0 when stopped, else the server's own)."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        try:
            self.start("server", self.server_command())
            if self.with_worker:
                self.start("worker", [sys.executable, "-m", "maillage", "worker"])
            return self.watch()
        finally:
            self.end_children()

    def server_command(self) -> list[str]:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", self.host, "--port", str(self.port)]
        return [*command, "--workers", str(self.workers), "--blocking-threads", str(THREADS), "--log-level", "warning", "--respawn-failed-workers", WSGI]

    def start(self, name: str, command: list[str]) -> None:
        # One BLAS thread a process: the workers are the parallelism. A group of its own, so that Ctrl-C reaches only us.
        environment = {"MAILLAGE_PUBLIC_URL": f"http://{self.host}:{self.port}"} | os.environ | {"OPENBLAS_NUM_THREADS": "1"}
        self.children[name] = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - our own command line

    def watch(self) -> int:
        died_at: float | None = None
        while not self.stopping:
            time.sleep(LOOK_EVERY_S)
            self.each_tick()
            code = self.children["server"].poll()
            if code is not None:
                return code or 1
            if self.with_worker and self.children["worker"].poll() is not None:
                died_at = died_at or time.monotonic()
                if time.monotonic() - died_at >= RESTART_WORKER_AFTER_S:
                    self.start("worker", [sys.executable, "-m", "maillage", "worker"])
                    died_at = None
        return 0

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def end_children(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            try:
                child.wait(timeout=GRACE_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
