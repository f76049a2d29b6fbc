"""What people do with the app, for locust, which runs it in a process of its own: gevent changes all of it.

Each drops a letter, asks how far it is as the page's own script does, looks at it, says something of a
finding, takes it away and removes it, and begins again.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import re
import time
from collections import defaultdict
from pathlib import Path

from gevent import sleep
from locust import FastHttpUser, between, events, task
from urllib3 import encode_multipart_formdata

from load.letters import copy_of

PAUSE = 0.4
"""Seconds between two questions, more where answers take long, five times that where too many letters wait:
as the script of the page, ``home.js``, does."""
PATIENCE = 300.0
RESULT = "dropping to result"
TAKEN_AS = {"xlsx": b"PK", "csv": b"\xef\xbb\xbf", "jsonl": b"{", "html": b"<!doctype"}

letters: list[tuple[str, bytes]] = []
milliseconds: dict[str, list[float]] = defaultdict(list)
errors: list[str] = []
counts = {"dropped": 0, "finished": 0, "busy": 0}
numbers = itertools.count(1)


class GoneWrongError(Exception):
    """The app did not do what it should."""


@events.init_command_line_parser.add_listener
def more_options(parser):
    parser.add_argument("--key")
    parser.add_argument("--letters", type=Path)
    parser.add_argument("--results", type=Path)


@events.test_start.add_listener
def read_letters(environment, **_):
    found = sorted(environment.parsed_options.letters.iterdir())
    letters.extend((path.name, path.read_bytes()) for path in found)


@events.request.add_listener
def note(name, response_time, exception, **_):
    milliseconds[name].append(response_time)
    if exception is not None:
        errors.append(f"{name}: {exception}")


@events.user_error.add_listener
def note_exception(exception, **_):
    errors.append(f"{type(exception).__name__}: {exception}")


@events.quitting.add_listener
def write_results(environment, **_):
    results = {"counts": counts, "errors": errors, "milliseconds": milliseconds}
    environment.parsed_options.results.write_text(json.dumps(results))


class Reader(FastHttpUser):
    """Somebody with one letter after the other."""

    wait_time = between(0.5, 1.5)
    connection_timeout = network_timeout = PATIENCE

    def on_start(self):
        self.number = next(numbers)
        self.random = random.Random(self.number)  # noqa: S311 - no secret
        self.copies = itertools.count(1)
        # Not all at the same moment.
        sleep(self.random.uniform(0, 2))
        self.ask("GET", f"/?key={self.environment.parsed_options.key}", "come in")
        page = self.ask("GET", "/", "open the app")
        self.token = page.split(b'name="token" value="')[1].split(b'"')[0].decode()
        # However slow the machine: each has one letter at least.
        self.one_letter()

    @task
    def one_letter(self):
        try:
            key = self.drop()
            page = self.ask("GET", f"/letters/{key}", "look")
            self.pause()
            self.correct(key, page)
            self.pause()
            self.take(key)
            self.ask("POST", f"/letters/{key}/remove", "remove", expected=303, data=self.form())
            counts["finished"] += 1
        except GoneWrongError as error:
            errors.append(str(error))

    def drop(self):
        """Drop a letter and wait until it is read; its key."""
        name, data = self.random.choice(letters)
        name = f"{self.number}-{next(self.copies)}-{name}"
        data = copy_of(data, name)
        key = hashlib.sha256(data).hexdigest()[:16]
        body, content_type = encode_multipart_formdata({"files": (name, data)})
        headers = {"X-Findings-Token": self.token, "Accept": "application/json", "Content-Type": content_type}
        begun = time.perf_counter()
        counts["dropped"] += 1
        while self.ask("POST", "/letters", "drop", expected=(204, 429), data=body, headers=headers) is None:
            counts["busy"] += 1
            sleep(5 * PAUSE)
        self.wait_for(name, key, begun + PATIENCE)
        milliseconds[RESULT].append((time.perf_counter() - begun) * 1000)
        return key

    def wait_for(self, name, key, last):
        link, failed = f'href="/letters/{key}"', f'class="job failed">\n<span class="file">{name}<'
        while (asked := time.perf_counter()) < last:
            state = json.loads(self.ask("GET", "/state", "ask how far"))
            if link in state["letters"]:
                return
            if failed in state["jobs"]:
                raise GoneWrongError(f"{name} was not read")
            sleep(max(PAUSE, 2 * (time.perf_counter() - asked)))
        raise GoneWrongError(f"{name} was not read in time")

    def correct(self, key, page):
        """Say of one finding that it is right."""
        found = re.findall(
            rb'name="sentence" value="(\d+)"><input type="hidden" name="label" value="([^"]+)"', page
        )
        if not found:
            raise GoneWrongError(f"{key} shows no finding")
        sentence, label = map(bytes.decode, self.random.choice(found))
        form = self.form(sentence=sentence, verb="right", label=label)
        headers = {"Accept": "application/json"}
        answer = self.ask("POST", f"/letters/{key}/corrections", "correct", data=form, headers=headers)
        if json.loads(answer)["said"] != "Kept: right":
            raise GoneWrongError(f"{key}: a correction was not kept")

    def take(self, key):
        form = self.random.choice(list(TAKEN_AS))
        taken = self.ask("GET", f"/letters/{key}/take/{form}", f"take {form}")
        if not taken.startswith(TAKEN_AS[form]):
            raise GoneWrongError(f"{key} as {form} is something else")

    def form(self, **fields):
        return {"token": self.token, **fields}

    def pause(self):
        sleep(self.random.uniform(0.5, 1.5))

    def ask(self, method, path, name, *, expected=200, **options):
        """The body of the answer; nothing where the app is busy."""
        expected = expected if isinstance(expected, tuple) else (expected,)
        with self.client.request(
            method, path, name=name, catch_response=True, allow_redirects=False, **options
        ) as answer:
            if answer.status_code not in expected:
                answer.failure(f"{answer.status_code} {answer.text or answer.error}"[:200])
                raise GoneWrongError(f"{name}: answered {answer.status_code}")
            answer.success()
            return None if answer.status_code == 429 else answer.content or b""
