from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from inspection_findings.app import extraction, server
from inspection_findings.app.server import make_app
from inspection_findings.corpus.corrections import CorrectionStore
from inspection_findings.labels import Label
from made_letters import HERE, HOSTILE, keep, letter_of, token_of

JSON = {"Accept": "application/json"}


def wait_until_read(client):
    last = time.monotonic() + 120
    while client.get("/state").json()["busy"] and time.monotonic() < last:
        time.sleep(0.05)
    return client.get("/state").json()


def say(client, key, token, **form):
    return client.post(f"/letters/{key}/corrections", data={"token": token, **form})


class TestLetters:
    def test_several_are_dropped_at_once_and_each_has_its_own_outcome(self, client, store, token):
        files = [
            ("files", ("../../Fernshire.md", letter_of("Fernshire"))),
            ("files", ("cut.pdf", b"%PDF-1.4")),
            ("files", ("large.md", b"Plans are vague. " * 150)),
        ]
        answer = client.post("/letters", data={"token": token}, files=files)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        state = wait_until_read(client)
        assert "a damaged or cut-off PDF" in state["jobs"]
        assert "large.md" in state["jobs"]
        assert "larger than 2000 bytes" in state["jobs"]
        assert state["said"] == "1 letter read, 2 not read"
        [letter] = store.letters()
        assert letter.report.document == "Fernshire.md"
        assert f"/letters/{letter.key}" in state["letters"]
        again = client.post("/letters", data={"token": token}, files=files[:1], headers=JSON)
        assert again.status_code == 204
        assert "it was here already" in wait_until_read(client)["jobs"]

    def test_no_file_is_left_of_what_was_dropped(self, store, tmp_path, monkeypatch):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        # More than is held in memory while it comes.
        data = letter_of("Fernshire") + b"\n" * (2 << 20)
        with TestClient(make_app(store), base_url=HERE) as client:
            client.post("/letters", data={"token": token_of(client)}, files={"files": ("a.md", data)})
            wait_until_read(client)
            assert len(store.letters()) == 1
            left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
        assert left == {"letters.db", "corrections.db"}

    def test_too_many_at_once_wait_where_they_are(self, client, token, monkeypatch):
        monkeypatch.setattr(extraction.Extractor, "read", lambda self, data, name, off: off.wait())
        statuses = [
            client.post(
                "/letters", data={"token": token}, files={"files": ("a.md", b"x")}, headers=JSON
            ).status_code
            for _ in range(6)
        ]
        assert statuses == [204] * 5 + [429]
        for number in range(1, 6):
            client.post(f"/jobs/{number}/cancel", data={"token": token})
        wait_until_read(client)
        client.post("/jobs/clear", data={"token": token})
        assert client.get("/state").json()["jobs"].strip() == ""

    def test_how_far_they_are_is_told_while_pages_are_being_made(self, client, store, token, monkeypatch):
        key = keep(store, "Fernshire")
        report, go_on, asked = store.report(key), threading.Event(), threading.Semaphore(0)

        def slow(_):
            asked.release()
            assert go_on.wait(60)
            return report

        monkeypatch.setattr(store, "report", slow)
        with ThreadPoolExecutor(server._AT_ONCE + 1) as pool:
            pages = [pool.submit(client.get, f"/letters/{key}") for _ in range(server._AT_ONCE + 1)]
            for _ in range(server._AT_ONCE):
                assert asked.acquire(timeout=60)
            assert client.get("/state").status_code == 200
            # One more than are made at once waits.
            assert not asked.acquire(blocking=False)
            go_on.set()
            assert {page.result().status_code for page in pages} == {200}

    def test_one_that_is_too_large_need_not_be_sent(self, client, token):
        client.post("/letters", data={"token": token, "too_large": "a/<b>.pdf"})
        assert "&lt;b&gt;.pdf" in client.get("/state").json()["jobs"]

    def test_a_letter_is_shown_taken_away_and_removed(self, client, store, token):
        key = keep(store, "Fernshire")
        page = client.get(f"/letters/{key}")
        assert (page.status_code, "<h1>Fernshire</h1>" in page.text) == (200, True)
        for form, start in (
            ("xlsx", b"PK"),
            ("csv", b"\xef\xbb\xbf"),
            ("jsonl", b"{"),
            ("html", b"<!doctype"),
        ):
            for where in (f"/letters/{key}/take/{form}", f"/take/{form}"):
                taken = client.get(where)
                assert taken.content.startswith(start)
                assert taken.headers["content-disposition"].endswith(f'.{form}"')
        assert "Fernshire" in client.get("/overview").text
        assert f'"/letters/{key}"' in client.get("/overview").text
        assert client.post(f"/letters/{key}/remove", data={"token": token}).status_code == 303
        assert client.get(f"/letters/{key}").status_code == 404

    def test_everything_is_removed_corrections_only_if_asked(self, client, store, token):
        key = keep(store, "Fernshire")
        say(client, key, token, sentence=2, verb="right", label="oversight:weakness")
        client.post("/remove-everything", data={"token": token})
        assert (store.letters(), len(store.corrections.read())) == ([], 1)
        client.post("/remove-everything", data={"token": token, "corrections": "yes"})
        assert store.corrections.read() == []

    def test_what_a_letter_says_is_text_and_never_part_of_the_page(self, client, store, token):
        key = keep(store, "Fernshire", extra=f"\nPlans are vague {HOSTILE}.\n\n{HOSTILE}\n")
        data = letter_of("Calder", extra="x")
        client.post("/letters", data={"token": token}, files={"files": (f"{HOSTILE}.md", data)})
        state = wait_until_read(client)
        number = next(
            k for k, each in enumerate(store.report(key).results, 1) if "script" in each.sentence.text
        )
        for text in (
            *(state["jobs"], state["letters"], client.get("/").text, client.get(f"/letters/{key}").text),
            *(client.get("/overview").text, client.get(f"/letters/{key}/sentences/{number}").text),
        ):
            assert "<script>document" not in text
            assert "<img" not in text

    def test_letters_are_searched_and_what_became_of_a_finding_is_told(self, client, store):
        first = keep(store, "Fernshire")
        later = keep(store, "Fernshire", year=2026)
        keep(store, "Calder")
        found = client.get("/search", params={"q": "supervision", "polarity": "weakness"}).text
        assert f'href="/letters/{first}"' in found
        assert f'href="/letters/{later}"' in found
        assert "3 sentences, the best first" in found
        assert "Next letter, ILACS, 8 March 2026" in found
        some = client.get("/search", params={"q": "supervision", "domain": "voice"}).text
        assert "Nothing found" in some
        for odd in ('"', "a OR", "*", "(", "x" * 300, "<script>"):
            answer = client.get("/search", params={"q": odd})
            assert (answer.status_code, "<script>&" in answer.text) == (200, False)
        assert client.get("/search", params={"q": "x" * 301}).status_code == 422


class TestNothingElse:
    @pytest.mark.parametrize(
        "path",
        [
            "/letters/../../../etc/passwd",
            "/letters/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "/letters/0000000000000000/take/../../store",
            "/letters/0000000000000000/take/exe",
            "/letters/0123456789ABCDEF",
            "/letters/letters.db",
            "/pages/app.css",
            "/corrections.db",
        ],
    )
    def test_no_path_reaches_a_file(self, client, path):
        answer = client.get(path)
        assert answer.status_code in {404, 422}
        assert answer.headers["content-type"].startswith("text/html")

    def test_nothing_changes_without_the_token(self, client, store, token):
        key = keep(store, "Fernshire")
        forms = {
            "/letters": {"too_large": "x"},
            "/jobs/1/cancel": {},
            "/jobs/clear": {},
            f"/letters/{key}/remove": {},
            "/remove-everything": {"corrections": "yes"},
            f"/letters/{key}/corrections": {"sentence": 2, "verb": "right", "label": "oversight:weakness"},
            "/name": {"name": "Mallory"},
        }
        for path, form in forms.items():
            for wrong in ({}, {"token": ""}, {"token": "x" + token}, {"token": "“"}):
                assert client.post(path, data=form | wrong).status_code == 403, path
        assert len(store.letters()) == 1
        assert (store.corrections.read(), store.corrections.person) == ([], "")
        assert client.get("/state").json()["jobs"].strip() == ""
        posts = [
            path for path, verbs in client.get("/openapi.json").json()["paths"].items() if "post" in verbs
        ]
        assert len(posts) == len(forms), "a route was added: hold it to this too"

    def test_the_token_of_a_script_stands_in_a_header(self, client, token):
        answer = client.post("/letters", data={"too_large": "x"}, headers={"X-Findings-Token": token})
        assert answer.status_code == 303

    def test_what_is_not_understood_is_said_in_a_line(self, client, store, token):
        key = keep(store, "Fernshire")
        for form, status in (
            ({"sentence": "two", "verb": "right"}, 422),
            ({"sentence": 2, "verb": "perhaps", "label": "oversight:weakness"}, 422),
            ({"sentence": 2, "verb": "right", "label": "oversight:fine"}, 422),
            ({"sentence": 99, "verb": "right", "label": "oversight:weakness"}, 422),
            ({"sentence": 2, "verb": "missing", "domain": "voice"}, 422),
        ):
            answer = client.post(f"/letters/{key}/corrections", data={"token": token, **form}, headers=JSON)
            assert (answer.status_code, answer.text.count("\n")) == (status, 1)
        assert client.get(f"/letters/{key}/sentences/99").status_code == 422
        answer = client.get("/name")
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


class TestCorrections:
    def test_without_a_script_each_is_a_form_and_leads_back(self, client, store, token):
        key = keep(store, "Fernshire")
        page = client.get(f"/letters/{key}/sentences/2?label=oversight:weakness")
        assert "Not Management oversight" in page.text
        answer = say(
            client, key, token, sentence=2, verb="domain", label="oversight:weakness", domain="voice"
        )
        assert (answer.status_code, answer.headers["location"]) == (303, f"/letters/{key}#s2")
        assert "Which finding is missing?" in client.get(f"/letters/{key}/sentences/2").text
        say(client, key, token, sentence=2, verb="missing", domain="protection", polarity="strength")
        assert [str(each.corrected) for each in store.corrections.read()] == [
            *("voice:weakness", "protection:strength")
        ]
        page = client.get(f"/letters/{key}").text
        assert "judged in part" in page
        assert "once you have said something about Workforce too" in page

    def test_a_script_gets_the_pieces_that_changed(self, client, store, token):
        key = keep(store, "Fernshire")
        form = {"token": token, "sentence": 2, "verb": "nothing", "label": "oversight:weakness"}
        answer = client.post(f"/letters/{key}/corrections", data=form, headers=JSON).json()
        assert answer["said"] == "Kept: not a finding"
        assert set(answer["pieces"]) == {
            *("say-2-oversight-weakness", "say-2-workforce-weakness", "of-2", "banner")
        }
        assert "You say: not a finding." in answer["pieces"]["say-2-oversight-weakness"]
        undone = client.post(f"/letters/{key}/corrections", data=form | {"verb": "undo"}, headers=JSON).json()
        assert undone["said"] == "Taken back"
        assert "You say" not in undone["pieces"]["say-2-oversight-weakness"]

    def test_their_page_says_how_many_wait_and_what_to_type(self, client, store, token):
        key = keep(store, "Fernshire")
        say(client, key, token, sentence=1, verb="right", label="assessment_planning:weakness")
        client.post("/name", data={"token": token, "name": "  J.  Rowan "})
        page = client.get("/corrections").text
        assert 'value="J. Rowan"' in page
        assert f"findings label import {store.corrections.path}" in page
        assert "1 sentence" in page
        assert "<strong>1 corrected sentence</strong> waits" in client.get("/").text
        client.post(f"/letters/{key}/remove", data={"token": token})
        assert "(removed)" in client.get("/corrections").text

    def test_they_are_saved_as_a_file(self, client, store, token, tmp_path):
        key = keep(store, "Fernshire")
        say(client, key, token, sentence=1, verb="right", label="assessment_planning:weakness")
        (tmp_path / "copy.db").write_bytes(client.get("/corrections/file").content)
        [kept] = CorrectionStore(tmp_path / "copy.db").read()
        assert kept.label == Label.parse("assessment_planning:weakness")
