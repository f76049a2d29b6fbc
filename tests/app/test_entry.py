from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from inspection_findings.app.server import make_app
from made_letters import HERE, keep

SECRET = "a-key-of-this-run"  # noqa: S105


@pytest.fixture
def locked(store):
    with TestClient(make_app(store, key=SECRET), base_url=HERE) as client:
        yield client


def test_without_the_key_nothing_is_shown_and_it_is_said_what_to_do(locked, store):
    letter = f"/letters/{keep(store, 'Fernshire')}"
    for path in (
        "/",
        letter,
        "/state",
        "/openapi.json",
        "/nowhere",
        "/corrections/file",
        f"{letter}/take/csv",
    ):
        answer = locked.get(path)
        assert answer.status_code == 403, path
        assert answer.text.startswith("Open the address that `findings serve` printed")
        assert answer.text.count("\n") == 1
        assert "set-cookie" not in answer.headers
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert locked.post(f"{letter}/remove", data={"token": "x"}).status_code == 403
    assert len(store.letters()) == 1


@pytest.mark.parametrize("wrong", ["", "a-key", SECRET.upper(), SECRET + "x", "“"])
def test_a_wrong_key_opens_nothing(locked, wrong):
    assert locked.get("/", params={"key": wrong}).status_code == 403
    assert locked.get("/", cookies={"findings-8765": wrong.replace("“", "")}).status_code == 403


def test_the_key_is_asked_for_once_and_leaves_the_address(locked):
    answer = locked.get("/", params={"key": SECRET})
    assert (answer.status_code, SECRET in answer.text) == (200, False)
    assert 'content="0; url=/"' in answer.text
    said = answer.headers["set-cookie"].lower()
    assert said.startswith("findings-8765=")
    assert {"httponly", "samesite=strict", "path=/"} <= set(said.split("; "))
    assert "Drop inspection letters here" in locked.get("/").text
    assert SECRET not in locked.get("/").text


def test_the_key_counts_nowhere_else_in_the_address(locked):
    assert locked.get("/state", params={"key": SECRET}).status_code == 403
    assert locked.post("/", params={"key": SECRET}).status_code == 403


def test_an_app_on_another_port_has_a_cookie_of_its_own(store):
    with TestClient(make_app(store, key=SECRET), base_url="http://127.0.0.1:9000") as client:
        assert client.get("/", cookies={"findings-8765": SECRET}).status_code == 403
        assert client.get("/", cookies={"findings-9000": SECRET}).status_code == 200
