import json
import xml.etree.ElementTree as ET

import pytest

from inspection_findings.corpus.exchange.label_studio import labelling_config, read_export, write_tasks
from inspection_findings.corpus.exchange.places import Place
from inspection_findings.corpus.exchange.tasks import Task
from inspection_findings.corpus.positions import fingerprint_of, stream_text
from inspection_findings.documents.types import Framework
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import LABELS, Domain, Finding, Polarity, SectionCode

TEXT = "Plans are vague & long."


def task(**more):
    place = Place("fernshire-ilacs-2024-03-04", 40, 17, fingerprint_of(stream_text(TEXT)))
    return Task(
        **{
            "place": place, "text": TEXT, "before": "Visits are regular.", "after": "",
            "passage": "fernshire-ilacs-2024-03-04@23", "section": SectionCode.CHILDREN_IN_CARE,
            "heading": "Children in care", "bullet": False, "page": 3, "authority": "fernshire",
            "framework": Framework.ILACS, **more,
        }
    )  # fmt: skip


def choices(*labels):
    return {
        "id": "Dx_aB91ISN", "from_name": "labels", "to_name": "text", "type": "choices", "origin": "manual",
        "value": {"choices": list(labels)},
    }  # fmt: skip


def note(*lines):
    return {
        "id": "q7Zt", "from_name": "note", "to_name": "text", "type": "textarea", "origin": "manual",
        "value": {"text": list(lines)},
    }  # fmt: skip


def annotation(number, completed_by, *results, **more):
    return {
        "id": number, "completed_by": completed_by, "result": list(results), "was_cancelled": False,
        "ground_truth": False, "created_at": "2024-06-03T09:12:44.120388Z",
        "updated_at": "2024-06-04T10:01:02.000001Z", "draft_created_at": None, "lead_time": 12.4,
        "prediction": {}, "result_count": 1, "unique_id": "0f1e", "import_id": None, "last_action": None,
        "task": 11, "project": 4, "updated_by": 2, "parent_prediction": None, "parent_annotation": None,
        "last_created_by": None, **more,
    }  # fmt: skip


def exported(*annotations, **more):
    """A task as Label Studio's JSON export has it."""
    [given] = json.loads(write_tasks([task()]))
    return {
        "id": 11, "annotations": list(annotations), "file_upload": "8d3f-tasks.json", "drafts": [],
        "predictions": [], "data": given["data"], "meta": {}, "created_at": "2024-06-01T08:00:00.000000Z",
        "updated_at": "2024-06-04T10:01:02.000001Z", "inner_id": 1, "total_annotations": len(annotations),
        "cancelled_annotations": 0, "total_predictions": 0, "comment_count": 0, "project": 4, **more,
    }  # fmt: skip


def minimal(**more):
    """The same as JSON-MIN has it."""
    [given] = json.loads(write_tasks([task()]))
    return {
        **given["data"], "id": 11, "annotator": 2, "annotation_id": 31,
        "created_at": "2024-06-03T09:12:44.120388Z", "updated_at": "2024-06-04T10:01:02.000001Z",
        "lead_time": 12.4, **more,
    }  # fmt: skip


def read(*tasks, annotator="Rowan"):
    return read_export(json.dumps(tasks), annotator=annotator)


def test_a_task_is_what_label_studio_imports():
    [given] = json.loads(write_tasks([task()]))
    assert given.keys() == {"data"}
    assert given["data"]["text"] == TEXT
    assert given["data"]["before"] == "Visits are regular."
    assert given["data"]["where"] == "fernshire-ilacs-2024-03-04 (fernshire, ilacs, page 3)"
    assert given["data"]["section"] == "children_in_care"


def test_the_interface_shows_what_tasks_hold_and_offers_every_label():
    root = ET.fromstring(labelling_config())  # noqa: S314 - our own
    data = json.loads(write_tasks([task()]))[0]["data"]
    shown = [e.get("value") for e in root.iter() if (e.get("value") or "").startswith("$")]
    assert {name.removeprefix("$") for name in shown} <= data.keys()
    control = root.find("Choices")
    assert (control.get("choice"), control.get("required")) == ("multiple", "true")
    assert [choice.get("value") for choice in control] == [*map(str, LABELS), "none"]
    assert {control.get("name"), root.find("TextArea").get("name")}.isdisjoint(data)
    names = {e.get("name") for e in root.iter() if e.get("name")}
    assert {e.get("toName") for e in root.iter() if e.get("toName")} <= names


def test_suggestions_are_predictions_of_the_interface():
    found = (
        Finding(Domain.VOICE, Polarity.STRENGTH, 0.91234),
        Finding(Domain.VOICE, Polarity.WEAKNESS, 0.6),
    )
    [one, other] = json.loads(
        write_tasks([task(suggestions=found), task(suggestions=())], model_version="1.0")
    )
    [prediction] = one["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("1.0", 0.6)
    [result] = prediction["result"]
    assert result["value"] == {"choices": ["voice:strength", "voice:weakness"]}
    assert (result["from_name"], result["to_name"], result["type"]) == ("labels", "text", "choices")
    assert other["predictions"][0]["result"][0]["value"] == {"choices": ["none"]}


def test_several_annotators_are_told_apart_by_number_or_address():
    by = {"id": 5, "email": "ash@example.org", "first_name": "", "last_name": ""}
    answers = read(
        exported(
            annotation(31, 2, choices("assessment_planning:weakness"), note("Long, too.", "Really.")),
            annotation(32, 3, choices("none")),
            annotation(33, by, choices("voice:weakness", "assessment_planning:weakness")),
            annotation(34, "elm@example.org", choices("none")),
        )
    )
    assert answers.problems == []
    assert [answer.annotator for answer in answers.given] == [
        "Rowan, user 2", "Rowan, user 3", "ash@example.org", "elm@example.org",
    ]  # fmt: skip
    first = answers.given[0]
    assert (first.where, first.labelled) == ("task 11, annotation 31", "2024-06-04")
    assert first.note == "Long, too. Really."
    assert [len(answer.labels) for answer in answers.given] == [1, 0, 2, 0]


def test_a_single_annotator_without_address_has_the_name_that_is_given():
    assert read(exported(annotation(31, 2, choices("none")))).given[0].annotator == "Rowan"
    by = {"id": 2, "email": ""}
    assert read(exported(annotation(31, by, choices("none")))).given[0].annotator == "Rowan"


def test_without_a_name_only_addresses_will_do():
    answers = read(
        exported(annotation(31, "ash@example.org", choices("none")), annotation(32, 2, choices("none"))),
        annotator=None,
    )
    assert [answer.annotator for answer in answers.given] == ["ash@example.org"]
    assert answers.problems == ["task 11, annotation 32: nothing says who labelled it: give --annotator"]


def test_cancelled_empty_and_missing_annotations_are_passed_over():
    answers = read(
        exported(annotation(31, 2, was_cancelled=True)),
        exported(annotation(32, 2, choices("voice:weakness"), was_cancelled=True)),
        exported(annotation(33, 2)),
        exported(annotation(34, 2, note("I cannot tell."))),
        exported(),
    )
    assert (answers.given, answers.skipped, answers.problems) == ([], 5, [])


def test_tasks_that_were_exported_and_never_annotated_are_passed_over():
    answers = read_export(write_tasks([task()]), annotator="Rowan")
    assert (answers.given, answers.skipped, answers.problems) == ([], 1, [])


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("voice:weakness", ["voice:weakness"]),
        ("none", []),
        ({"choices": ["voice:strength", "voice:weakness"]}, ["voice:strength", "voice:weakness"]),
        ([{"choices": ["voice:strength"]}, "voice:weakness"], ["voice:strength", "voice:weakness"]),
    ],
)
def test_json_min_has_labels_in_several_shapes(labels, expected):
    [answer] = read(minimal(labels=labels, note="Long.")).given
    assert [str(label) for label in answer.labels] == expected
    assert (answer.annotator, answer.labelled, answer.note) == ("Rowan", "2024-06-04", "Long.")


@pytest.mark.parametrize("labels", [1, False, [1], [None], {}, [{}], {"choices": ["none", 2]}])
def test_labels_that_are_no_text_are_a_problem_and_not_passed_over(labels):
    result = {**choices(), "value": labels}
    for answers in (read(minimal(labels=labels)), read(exported(annotation(31, 2, result)))):
        assert (answers.given, answers.skipped) == ([], 0)
        [problem] = answers.problems
        assert problem.startswith("task 11, annotation 31: expected choices as text, not ")


def test_json_min_without_labels_is_passed_over_and_several_annotators_are_told_apart():
    answers = read(
        minimal(), minimal(labels="none"), minimal(labels="voice:weakness", annotator=7, annotation_id=32)
    )
    assert answers.skipped == 1
    assert [answer.annotator for answer in answers.given] == ["Rowan, user 2", "Rowan, user 7"]


def test_every_problem_is_told_with_its_place():
    answers = read(
        exported(annotation(31, 2, choices("voice:bad")), annotation(32, 2, choices("none"))),
        exported(annotation(33, 2, choices("none")), data={"text": "Of another project."}),
        {"data": "text", "annotations": []},
        {"id": 9, "data": {}, "annotations": [{"id": 1, "result": ["x"]}]},
    )
    assert [problem.split(": ")[0] for problem in answers.problems] == [
        "task 11, annotation 31", "task 11, annotation 33", "task 3", "task 9, annotation 1",
    ]  # fmt: skip
    assert len(answers.given) == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[{", "not JSON"),
        ("[1]", "list of tasks"),
        ('"x"', "list of"),
        ("[]", "no task in the file"),
        ("[" * 200_000, "nested too deep"),
        ('[{"labels": ' + "[" * 5_000 + "]" * 5_000 + "}]", "nested too deep"),
    ],
)
def test_what_is_no_export_is_refused(text, problem):
    with pytest.raises(CorpusError, match=problem):
        read_export(text, annotator="Rowan")


def test_a_moment_that_is_no_date_is_left_out():
    [answer] = read(minimal(labels="none", updated_at=1717459262, created_at=None)).given
    assert answer.labelled == ""
