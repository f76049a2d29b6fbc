"""The app against its own description: whatever is sent, it answers as it says and never breaks."""

from __future__ import annotations

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from made_letters import keep

AS_DESCRIBED = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
ACCEPTS = ("*/*", "application/json", "text/html")
MODES = {"what it takes": GenerationMode.POSITIVE, "what it does not take": GenerationMode.NEGATIVE}
REACHED = {
    "what it takes": {("GET", 200), ("GET", 404), ("POST", 303), ("POST", 404)},
    "what it does not take": {("GET", 422), ("POST", 400), ("POST", 403), ("POST", 422)},
}
"""What the requests come to among other things: with a wrong token, say, nothing would be tried."""

drawn = settings(
    # For each route and kind of request: some twenty seconds in all.
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def stranger():
    """Somebody who has the app's address but not its key."""
    with requests.Session() as session:
        # Whatever proxy the environment names, it has no part in this.
        session.trust_env = False
        yield session


@pytest.fixture
def session(served, stranger):
    """Somebody who has come in."""
    assert stranger.get(served.entrance).cookies
    return stranger


@pytest.fixture
def operations(served, session):
    """Each route, as the app describes it."""
    described = session.get(f"{served.address}/openapi.json").json()
    schema = schemathesis.openapi.from_dict(described, config=SchemathesisConfig())
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def token(served, session):
    return session.get(served.address).text.split('name="token" value="')[1].split('"')[0]


def on_each(operations, mode, check, *, letter=None):
    """Draw requests for each route, to a letter that is there or to any, and check what comes of them."""
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not {"parameters", "requestBody"} & set(
            operation.definition.raw
        ):
            continue
        named = "{key}" in operation.path
        known = operation.as_strategy(
            generation_mode=mode, path_parameters={"key": letter} if named else None
        )
        strategy = st.one_of(known, operation.as_strategy(generation_mode=mode)) if named else known

        @drawn
        @given(case=strategy, accept=st.sampled_from(ACCEPTS))
        def ask(case, accept):
            check(case, accept)

        ask()


@pytest.mark.parametrize("mode", MODES)
def test_each_route_answers_as_it_is_described(served, session, operations, token, mode):
    answered = set()

    def check(case, accept):
        keep(served.store, "Fernshire")
        if isinstance(case.body, dict):
            case.body["token"] = token
        answer = case.call(
            base_url=served.address, session=session, headers={"Accept": accept}, allow_redirects=False
        )
        # A form has no types: what is a number in one is a text as well.
        more = [checks.negative_data_rejection] if case.method == "GET" else []
        case.validate_response(answer, checks=AS_DESCRIBED + more)
        answered.add((case.method, answer.status_code))

    on_each(operations, MODES[mode], check, letter=keep(served.store, "Fernshire"))
    assert answered >= REACHED[mode]


def test_nothing_changes_without_a_token(served, session, operations):
    letter = keep(served.store, "Fernshire")
    answered = set()

    def check(case, accept):
        answer = case.call(
            base_url=served.address, session=session, headers={"Accept": accept}, allow_redirects=False
        )
        # A form may be unsound beside that: one that is missing as a whole, say.
        assert answer.status_code in {403, 422}
        answered.add(answer.status_code)

    changing = [each for each in operations if each.method == "post"]
    on_each(changing, GenerationMode.POSITIVE, check, letter=letter)
    assert 403 in answered
    assert [each.key for each in served.store.letters()] == [letter]
    assert served.store.corrections.read() == []
    assert served.store.corrections.person == ""


def test_nothing_is_answered_without_the_key(served, session, operations, token):
    letter = keep(served.store, "Fernshire")
    session.cookies.clear()

    def check(case, accept):
        if isinstance(case.body, dict):
            case.body["token"] = token
        answer = case.call(base_url=served.address, session=session, headers={"Accept": accept})
        assert answer.status_code == 403
        assert answer.text.startswith("Open the address")

    on_each(operations, GenerationMode.POSITIVE, check, letter=letter)
    assert [each.key for each in served.store.letters()] == [letter]


def test_nothing_is_answered_to_another_site(served, session, operations, token):
    letter = keep(served.store, "Fernshire")

    def check(case, accept):
        if isinstance(case.body, dict):
            case.body["token"] = token
        named = case.call(base_url=served.address, session=session, headers={"Host": "evil.example"})
        assert named.status_code == 400
        if case.method == "POST":
            sent = case.call(
                base_url=served.address, session=session, headers={"Origin": "https://evil.example"}
            )
            assert sent.status_code == 403

    on_each(operations, GenerationMode.POSITIVE, check, letter=letter)
    assert [each.key for each in served.store.letters()] == [letter]
