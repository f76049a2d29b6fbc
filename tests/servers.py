"""A team's server as it really is: PostgreSQL, and MLflow's server before it, both on the loopback device."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

STARTED_WITHIN = 180.0


def postgresql_folder() -> Path | None:
    """Folder of PostgreSQL's own programs; ``None`` where it is not installed."""
    configured = shutil.which("pg_config")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if configured:
        told = subprocess.run([configured, "--bindir"], capture_output=True, text=True, check=False).stdout
        places.append(Path(told.strip()))
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    return next(
        (place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None
    )


def missing_for_postgresql() -> str | None:
    """What has to be installed before `postgresql` can be used; ``None`` where all of it is."""
    if postgresql_folder() is None:
        return "PostgreSQL is not installed (Debian: postgresql)"
    return None if find_spec("psycopg2") else "PostgreSQL's driver is not installed (psycopg2-binary)"


@contextmanager
def postgresql() -> Iterator[str]:
    """A new cluster with an empty database; gives its address. It listens on a socket in a folder alone."""
    programs = postgresql_folder()
    assert programs is not None
    # Short, as the path of a socket may have about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder, user = Path(name), _owner()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        _run(
            user,
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "findings",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "-N",
        )
        settings = {
            "listen_addresses": "", "unix_socket_directories": folder, "fsync": "off",
            "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "32MB",
        }  # fmt: skip
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        log = (folder / "log").open("wb")
        with (
            log,
            subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", *options], stdout=log, stderr=log, **_as(user)
            ) as server,
        ):
            try:
                _wait_for(server, lambda: (folder / ".s.PGSQL.5432").exists(), folder / "log")
                yield f"postgresql+psycopg2://findings@/postgres?host={folder}"
            finally:
                # Ends at once, whoever is connected.
                server.send_signal(signal.SIGQUIT)


@contextmanager
def mlflow_server(database: str, folder: Path) -> Iterator[str]:
    """MLflow's server over a database, with artifacts in a folder; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    }
    environment.pop("MLFLOW_TRACKING_URI", None)
    command = [
        sys.executable, "-m", "mlflow", "server", "--backend-store-uri", database, "--serve-artifacts",
        "--artifacts-destination", folder / "artifacts", "--host", "127.0.0.1", "--port", port,
        "--workers", 1,
    ]  # fmt: skip
    log = (folder / "server.log").open("wb")
    with (
        log,
        subprocess.Popen(
            [*map(str, command)], stdout=log, stderr=log, cwd=folder, env=environment, start_new_session=True
        ) as server,
    ):
        try:
            _wait_for(server, lambda: _answers(f"{address}/health"), folder / "server.log")
            yield address
        finally:
            # With the workers that it started.
            os.killpg(server.pid, signal.SIGKILL)


def _owner() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as: it refuses to run as root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is no other user")


def _as(user: pwd.struct_passwd | None) -> dict[str, object]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}


def _run(user: pwd.struct_passwd | None, *command: object) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **_as(user))
    assert done.returncode == 0, done.stderr


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - on the loopback device
            return bool(answer.status == 200)
    except OSError:
        return False


def _wait_for(server, ready, log: Path) -> None:
    last = time.monotonic() + STARTED_WITHIN
    while not ready():
        assert server.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < last, log.read_text(errors="replace")
        time.sleep(0.05)
