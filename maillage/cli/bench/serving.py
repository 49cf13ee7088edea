"""Knows how the server is measured: the API and the results page, beside a constant answer of equal size, on the server people run.

The base is empty: what is measured reads the snapshot alone. wrk asks on the same machine, and takes its part of the processors.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import mean
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import django
from django.core.management import call_command

from maillage.cli.bench.fold import new_base
from maillage.cli.server import THREADS
from maillage.referentials import selectors as referentials
from maillage.territories import selectors as territories

CLIENTS = (1, 8, 32)
ADDRESSES = 1_000
SECONDS = 6
WORKERS = 2
PAGE = 50
RADIUS_KM = 50
STARTED_WITHIN_S = 60.0
WSGI = "maillage.cli.bench.constant:application"
WORDS = ("mediatheque jean", "imprimer", "france services", "rue de la republique", "bibliotheque saint", "caf")
LUA = """
local addresses, next_one = {}, 0
for line in io.lines("%s") do addresses[#addresses + 1] = line end
request = function() next_one = next_one %% #addresses + 1; return wrk.format("GET", addresses[next_one]) end
done = function(summary, latency)
  io.write(string.format('JSON{"requests":%%d,"us":%%d,"p50":%%d,"p95":%%d,"p99":%%d,"refused":%%d,"failed":%%d}\\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
"""


def run(snapshot: Path, seconds: int = SECONDS) -> dict[str, Any]:
    """Requests a second and milliseconds, for 1, 8 and 32 clients, of a server with two workers that answers from this snapshot.

    `api`: fifty places of a thousand varied questions. `constant`: an answer of the same size, through the same door. `bare`: the same bytes, without
    the application. `page`: the list that residents see. `ratio`: `api` over `constant`. A note alone when wrk is absent.
    """
    if shutil.which("wrk") is None:
        return {"note": "wrk is absent (Debian: apt install wrk): the server was not measured."}
    with TemporaryDirectory() as folder, new_base(folder):
        with ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as apart:
            questions = apart.submit(prepare, snapshot, Path(folder)).result()
        with server(Path(folder)) as root:
            size = round(mean(answered(f"{root}{address}") for address in questions["api"][:200]))
            questions |= {"constant": [f"/api/v1/constant?size={size}"], "bare": [f"/bare?size={size}"]}
            loads = {name: load(root, Path(folder), addresses, seconds) for name, addresses in questions.items()}
    ratio = {clients: round(loads["api"][clients]["rps"] / loads["constant"][clients]["rps"], 2) for clients in map(str, CLIENTS)}
    return {**loads, "ratio": ratio, "body_kib": round(size / 1024, 1), "workers": WORKERS}


def prepare(snapshot: Path, folder: Path) -> dict[str, list[str]]:
    """An empty base, of the generation 0 of this snapshot, and what will be asked of it."""
    call_command("migrate", verbosity=0)
    index = folder / "index"
    index.mkdir()
    shutil.copy(snapshot, index / "00000001-generation-0")
    (index / "current").write_text("00000001-generation-0", encoding="ascii")
    return {"api": list(questions_of_software()), "page": list(questions_of_residents())}


def questions_of_software() -> Iterator[str]:
    """The same thousand addresses each time: themed, un-themed, by words, at a moment, with facets."""
    random = Random(7)  # noqa: S311 - no secret here
    services = referentials.vocabulary("services").codes
    for number, commune in enumerate(drawn(random)):
        lat, lon = commune.point.latitude + random.gauss(0, 0.02), commune.point.longitude + random.gauss(0, 0.02)
        near: list[tuple[str, object]] = [("lat", round(lat, 5)), ("lon", round(lon, 5)), ("radius_km", RADIUS_KM), ("limit", PAGE)]
        theme = [("services", service) for service in random.sample(services, 1 if random.random() < 0.7 else random.randint(2, 3))]
        text = WORDS[number % len(WORDS)]
        kinds: list[list[tuple[str, object]]] = [
            [*near, *theme],
            [*near, *theme],
            [*near, *theme, ("costs", "gratuit"), ("audiences", "seniors")],
            [*near, *theme, ("counts", "true")],
            near,
            [*near, ("text", text)],
            [("text", text), ("territory", f"dep:{commune.departement}"), ("limit", PAGE)],
            [*near, *theme, ("open_at", "2026-11-25T14:30:00+01:00")],
        ]
        yield f"/api/v1/search?{urlencode(kinds[number % len(kinds)])}"


def questions_of_residents() -> Iterator[str]:
    """Addresses of the results page: a need, or words, near a commune."""
    random = Random(11)  # noqa: S311 - no secret here
    needs = referentials.vocabulary("needs").codes
    for number, commune in enumerate(drawn(random)):
        where = ("ou", f"{commune.name} ({commune.departement})")
        what = ("quoi", WORDS[number % len(WORDS)]) if number % 4 == 0 else ("besoin", needs[number % len(needs)])
        yield f"/lieux/?{urlencode([what, where])}"


def drawn(random: Random) -> list[Any]:
    """Communes drawn by their population."""
    communes = [commune for commune in territories.communes() if commune.point]
    return random.choices(communes, [max(commune.population or 0, 50) ** 0.85 for commune in communes], k=ADDRESSES)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The server that people run, on a free port; its address. The limit of the API is there, and wide."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    wide = {"MAILLAGE_API_SHARED_NETWORKS": "127.0.0.0/8", "MAILLAGE_API_SHARED_RATE": "1000000", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)]
    command += ["--blocking-threads", str(THREADS), "--log-level", "warning", WSGI]
    with (folder / "journal").open("wb") as journal:
        process = subprocess.Popen(command, env={**os.environ, **wide}, stderr=journal, stdout=journal, start_new_session=True)
        try:
            root = f"http://127.0.0.1:{port}"
            wait_for(f"{root}/api/v1/", process, folder / "journal")
            yield root
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def wait_for(address: str, process: "subprocess.Popen[bytes]", journal: Path) -> None:
    """Return when the server answers. Raise RuntimeError, with the end of its journal, when it does not."""
    until = monotonic() + STARTED_WITHIN_S
    while monotonic() < until and process.poll() is None:
        try:
            answered(address)
        except OSError:
            sleep(0.2)
        else:
            return
    raise RuntimeError(f"The server does not answer at {address}.\n{journal.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def answered(address: str) -> int:
    """Size of an answer."""
    with urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        return len(answer.read())


def load(root: str, folder: Path, addresses: list[str], seconds: int) -> dict[str, dict[str, float]]:
    """What wrk measures, by number of clients."""
    asked, script = folder / "addresses", folder / "load.lua"
    asked.write_text("\n".join(addresses), encoding="utf-8")
    script.write_text(LUA % asked, encoding="utf-8")
    return {str(clients): measured(root, script, clients, seconds) for clients in CLIENTS}


def measured(root: str, script: Path, clients: int, seconds: int) -> dict[str, float]:
    command = ["wrk", "-t", "1", "-c", str(clients), "-d", f"{seconds}s", "--timeout", "30s", "-s", str(script), root]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S607 - of the machine
    line = next(line for line in told.splitlines() if line.startswith("JSON"))
    found = json.loads(line.removeprefix("JSON"))
    times = {f"{name}_ms": round(found[name] / 1e3, 2) for name in ("p50", "p95", "p99")}
    return {"rps": round(found["requests"] / found["us"] * 1e6, 1), **times, "refused": found["refused"], "failed": found["failed"]}
