"""The app over a model of cue words, asked by a client and by a browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from inspection_findings.app.limits import DocumentLimits, Limits
from inspection_findings.app.server import make_app
from inspection_findings.app.store import Store
from made_letters import HERE, CueModel, token_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", CueModel())


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    """The app with small limits, asked as its own pages ask it."""
    limits = Limits(DocumentLimits(bytes=2_000), request=9_000, waiting=20_000, letters=5)
    with TestClient(make_app(store, limits=limits), base_url=HERE, follow_redirects=False) as client:
        client.headers["Origin"] = HERE
        yield client


@pytest.fixture
def token(client: TestClient) -> str:
    """What a page of the app gives to its forms."""
    return token_of(client)


@dataclass(frozen=True)
class Served:
    """An app that a browser can reach; `entrance` is its address with the key."""

    address: str
    entrance: str
    store: Store


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app on a free port of this machine, in a thread."""
    import uvicorn

    store = Store(tmp_path_factory.mktemp("served"), CueModel())
    app = make_app(store, limits=Limits(DocumentLimits(bytes=4_000)), key="a-key")
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        last = time.monotonic() + 30
        while not server.started and time.monotonic() < last:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        yield Served(address, f"{address}/?key=a-key", store)
    finally:
        server.should_exit = True
        thread.join()
