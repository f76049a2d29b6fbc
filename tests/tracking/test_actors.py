import getpass
import os
import socket

import pytest

from inspection_findings.tracking.actors import actor


def test_a_name_that_is_given_stands_on_one_line(monkeypatch):
    monkeypatch.setenv("FINDINGS_ACTOR", " the nightly\njob ")
    assert actor() == "the nightly job"


@pytest.mark.parametrize("given", [None, "", "  "])
def test_it_is_user_and_host_otherwise(monkeypatch, given):
    monkeypatch.delenv("FINDINGS_ACTOR", raising=False)
    if given is not None:
        monkeypatch.setenv("FINDINGS_ACTOR", given)
    monkeypatch.setattr(getpass, "getuser", lambda: "ada")
    assert actor() == f"ada@{socket.gethostname()}"


def test_a_user_without_a_name_is_a_number(monkeypatch):
    def nameless():
        raise OSError("no such user")

    monkeypatch.delenv("FINDINGS_ACTOR", raising=False)
    monkeypatch.setattr(getpass, "getuser", nameless)
    assert actor().startswith(f"{os.getuid()}@")
