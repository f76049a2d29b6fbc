from __future__ import annotations

from starlette.testclient import TestClient

from inspection_findings.app.limits import Limits
from inspection_findings.app.server import make_app, own_names
from made_letters import keep


def test_only_its_own_names_for_this_machine_will_do(client):
    for host in ("127.0.0.1:8765", "localhost:1", "LOCALHOST", "[::1]:8765"):
        assert client.get("/", headers={"Host": host}).status_code == 200, host
    others = (
        "evil.example",
        "evil.example:8765",
        "127.0.0.1.evil.example",
        "192.168.0.5:8765",
        "",
        "[::2]:1",
    )
    for host in others:
        answer = client.get("/", headers={"Host": host})
        assert (answer.status_code, "Letters" in answer.text) == (400, False), host


def test_what_another_page_sends_is_refused(client, store, token):
    for header in (
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ):
        answer = client.post("/name", data={"token": token, "name": "Mallory"}, headers=header)
        assert answer.status_code == 403, header
    assert store.corrections.person == ""


def test_what_a_page_of_its_own_sends_is_taken(client, store, token):
    # A page that tells nobody where it is from has this for its origin.
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/name", data={"token": token, "name": "Rowan"}, headers=headers).status_code == 303
    assert store.corrections.person == "Rowan"


def test_a_request_that_is_too_large_is_refused_by_what_it_announces(client, token):
    answer = client.post("/letters", data={"token": token}, files={"files": ("a.md", b"x" * 10_000)})
    assert answer.status_code == 413
    assert client.get("/state").json()["jobs"].strip() == ""


def test_a_length_that_is_no_number_is_refused(client):
    for length in ("-1", "many"):
        assert client.post("/name", content=b"", headers={"Content-Length": length}).status_code == 413


def test_a_request_that_is_too_large_is_refused_whatever_it_announces(client, token):
    def pieces():
        yield b"token=" + token.encode() + b"&name="
        for _ in range(20):
            yield b"x" * 1_000

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post("/name", content=pieces(), headers=form)
    assert answer.status_code == 413


def test_every_answer_lets_nothing_else_in(client, store):
    letter = f"/letters/{keep(store, 'Fernshire')}"
    for path in ("/", letter, f"{letter}/take/html", "/overview", "/corrections", "/state", "/nowhere"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; "), path
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in headers


def test_a_refusal_has_the_headers_too(client):
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_others_are_let_in_by_address_and_by_this_machines_name_alone(store):
    with TestClient(make_app(store, limits=Limits(), others=True)) as client:
        for host, status in (("192.168.0.5:8765", 200), ("[fe80::1]:8765", 200), ("evil.example", 400)):
            assert client.get("/", headers={"Host": host}).status_code == status
        name = next(iter(own_names()))
        assert client.get("/", headers={"Host": f"{name}:8765"}).status_code == 200


def test_no_page_of_documentation_fetches_from_elsewhere(client):
    assert {client.get(path).status_code for path in ("/docs", "/redoc")} == {404}
    assert client.get("/openapi.json").json()["info"]["title"] == "Inspection findings"
