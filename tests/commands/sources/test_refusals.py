"""What a store says when it refuses stays with it."""

from __future__ import annotations

import copy
import pickle

import pytest

from inspection_findings.commands.failures import Kind, kind_of
from inspection_findings.commands.sources.refusals import told_in_words
from inspection_findings.exceptions import (
    FindingsError,
    NotThereError,
    StoreError,
    StoreRefusesError,
    TooLargeError,
)


def test_errors_of_this_package_and_want_of_memory_go_through():
    for error in (TooLargeError("larger"), FindingsError("other"), MemoryError()):
        with pytest.raises(type(error)) as caught, told_in_words():
            raise error
        assert caught.value is error


def test_refusals_are_told_without_what_the_store_says():
    exceptions = pytest.importorskip("botocore.exceptions")

    def refused(code: str) -> str:
        answer = {"Error": {"Code": code, "Message": "AKIAEXAMPLE may not"}}
        with pytest.raises(StoreRefusesError) as caught, told_in_words():
            raise PermissionError("AKIAEXAMPLE") from exceptions.ClientError(answer, "GetObject")
        return str(caught.value)

    assert refused("AccessDenied") == "no permission to read it"
    assert refused("ExpiredToken") == "the store does not accept the credentials that are set up for it"
    assert refused("x\nAKIAEXAMPLE") == "no permission to read it"
    with pytest.raises(StoreError, match=r"^its store does not give it \(OSError\)$"), told_in_words():
        raise OSError("AKIAEXAMPLE") from exceptions.ClientError({"Error": {"Code": "AKIA/x"}}, "GetObject")
    with pytest.raises(StoreError, match=r"^its store does not give it \(SlowDown\)$"), told_in_words():
        raise OSError("AKIAEXAMPLE") from exceptions.ClientError({"Error": {"Code": "SlowDown"}}, "GetObject")


@pytest.mark.parametrize("kind", [NotThereError, StoreError, StoreRefusesError])
def test_what_is_told_can_be_sent_from_process_to_process(kind):
    sent = pickle.loads(pickle.dumps(copy.copy(kind("no such bucket"))))  # noqa: S301
    assert (type(sent), str(sent)) == (kind, "no such bucket")


def test_a_refusal_is_told_from_a_store_that_may_answer_the_next_time():
    assert kind_of(StoreRefusesError("")) is Kind.NO_PERMISSION
    assert kind_of(NotThereError("")) is Kind.MISSING
    assert kind_of(StoreError("")) is Kind.IO_ERROR
