"""Label Studio: tasks to import, the labelling interface, and its two JSON exports.

The formats are those documented at https://labelstud.io/guide/task_format (tasks and annotations),
https://labelstud.io/guide/predictions (pre-annotations) and https://labelstud.io/guide/export (JSON and
JSON-MIN).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from inspection_findings.corpus.exchange.answers import CHOICES, NO_LABEL, Answers
from inspection_findings.corpus.exchange.tasks import Task
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import Finding

LABELS_CONTROL = "labels"
NOTE_CONTROL = "note"
_TEXT_OBJECT = "text"


def labelling_config() -> str:
    """The labelling interface as XML: the sentence in its passage, the 22 labels and none, a note."""
    choices = "\n".join(f"    <Choice value={quoteattr(choice)}/>" for choice in CHOICES)
    return f"""\
<View>
  <Header value="$where" size="5"/>
  <Header value="$heading" size="4"/>
  <Text name="before" value="$before"/>
  <View style="border: 1px solid #888; padding: 0.5em; font-size: 120%">
    <Text name="{_TEXT_OBJECT}" value="$text"/>
  </View>
  <Text name="after" value="$after"/>
  <Choices name="{LABELS_CONTROL}" toName="{_TEXT_OBJECT}" choice="multiple" required="true"
           requiredMessage="Choose labels, or {NO_LABEL}; skip the task if you cannot tell.">
{choices}
  </Choices>
  <TextArea name="{NOTE_CONTROL}" toName="{_TEXT_OBJECT}" placeholder="Note (optional)" rows="2"
            editable="true" maxSubmissions="1"/>
</View>
"""


def write_tasks(tasks: Iterable[Task], *, model_version: str = "") -> str:
    """Tasks as JSON that Label Studio imports.

    Parameters
    ----------
    tasks
        Those with suggestions get them as ``predictions``.
    model_version
        Of the model that they are from.
    """
    return json.dumps([_task(task, model_version) for task in tasks], ensure_ascii=False, indent=1) + "\n"


def _task(task: Task, model_version: str) -> dict[str, Any]:
    page = f", page {task.page}" if task.page is not None else ""
    bullet = ", bullet point" if task.bullet else ""
    # The names of controls are no keys here: JSON-MIN puts both side by side.
    data = {
        "task": task.place.key,
        "where": f"{task.place.document} ({task.authority}, {task.framework}{page}{bullet})",
        "document": task.place.document,
        "authority": task.authority,
        "framework": task.framework,
        "page": task.page,
        "heading": task.heading,
        "section": task.section or "",
        "bullet": task.bullet,
        "before": task.before,
        "text": task.text,
        "after": task.after,
        "sample": task.sample,
    }
    if task.suggestions is None:
        return {"data": data}
    return {"data": data, "predictions": [_prediction(task.suggestions, model_version)]}


def _prediction(findings: tuple[Finding, ...], model_version: str) -> dict[str, Any]:
    choices = [str(finding.label) for finding in findings] or [NO_LABEL]
    result = {
        "from_name": LABELS_CONTROL,
        "to_name": _TEXT_OBJECT,
        "type": "choices",
        "value": {"choices": choices},
    }
    prediction: dict[str, Any] = {"model_version": model_version, "result": [result]}
    if findings:
        # One score a prediction: the least sure of its labels.
        prediction["score"] = round(min(finding.confidence for finding in findings), 4)
    return prediction


def read_export(text: str, *, annotator: str | None) -> Answers:
    """Read JSON or JSON-MIN, told apart task by task.

    Parameters
    ----------
    text
        Of the file.
    annotator
        Name for those whom the file gives by number only.

    Raises
    ------
    CorpusError
        If it is not JSON, or not a list of tasks.
    """
    try:
        return _read(text, annotator)
    except RecursionError as error:
        # Also of what JSON still reads, and what would be shown of it.
        raise CorpusError("not an export of Label Studio: values nested too deep") from error


def _read(text: str, annotator: str | None) -> Answers:
    try:
        tasks = json.loads(text)
    except ValueError as error:
        raise CorpusError(f"not JSON: {error}") from error
    tasks = [tasks] if isinstance(tasks, dict) else tasks
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise CorpusError("not an export of Label Studio: expected a list of tasks")
    if not tasks:
        raise CorpusError("no task in the file")
    numbers = {number for task in tasks for number in _numbers(task)}
    answers = Answers()
    for order, task in enumerate(tasks, start=1):
        where = f"task {task.get('id', order)}"
        if "annotations" in task or "data" in task:
            _take_annotations(answers, where, task, annotator, len(numbers))
        else:
            _take_minimal(answers, where, task, annotator, len(numbers))
    return answers


def _take_annotations(
    answers: Answers, where: str, task: dict[str, Any], annotator: str | None, numbers: int
) -> None:
    data, annotations = task.get("data"), task.get("annotations") or []
    if not isinstance(data, dict) or not _are_mappings(annotations):
        answers.problems.append(f"{where}: not a task of Label Studio")
        return
    if not annotations:
        answers.skipped += 1
    for annotation in annotations:
        place = f"{where}, annotation {annotation.get('id', '?')}"
        results = annotation.get("result") or []
        if not _are_mappings(results):
            answers.problems.append(f"{place}: not an annotation of Label Studio")
            continue
        cancelled = bool(annotation.get("was_cancelled"))
        try:
            choices = [] if cancelled else _values(results, LABELS_CONTROL, "choices")
            note = " ".join(_values(results, NOTE_CONTROL, "text"))
        except ValueError as error:
            answers.problems.append(f"{place}: {error}")
            continue
        who = _who(annotation.get("completed_by"), annotator, numbers)
        answers.add(place, data, choices, annotator=who, labelled=_day(annotation), note=note)


def _take_minimal(
    answers: Answers, where: str, task: dict[str, Any], annotator: str | None, numbers: int
) -> None:
    place = f"{where}, annotation {task.get('annotation_id', '?')}"
    try:
        choices = _optional(task.get(LABELS_CONTROL), "choices")
        note = " ".join(_optional(task.get(NOTE_CONTROL), "text"))
    except ValueError as error:
        answers.problems.append(f"{place}: {error}")
        return
    who = _who(task.get("annotator"), annotator, numbers)
    answers.add(place, task, choices, annotator=who, labelled=_day(task), note=note)


def _are_mappings(items: object) -> bool:
    return isinstance(items, list) and all(isinstance(item, dict) for item in items)


def _values(results: list[dict[str, Any]], control: str, kind: str) -> list[str]:
    return [
        value
        for result in results
        if result.get("from_name") == control
        for value in _optional(result.get("value"), kind)
    ]


def _optional(value: object, kind: str) -> list[str]:
    return [] if value is None else _listed(value, kind)


def _listed(value: object, kind: str) -> list[str]:
    """A value as JSON or JSON-MIN has it: alone, in a list, or under its kind.

    Raises
    ------
    ValueError
        If it is anything else: taken for no answer, it would be lost.
    """
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return _listed(value.get(kind), kind)
    if isinstance(value, list):
        return [text for item in value for text in _listed(item, kind)]
    raise ValueError(f"expected {kind} as text, not {json.dumps(value)}")


def _numbers(task: dict[str, Any]) -> Iterator[int]:
    people = [task.get("annotator")]
    annotations = task.get("annotations")
    if _are_mappings(annotations):
        people += [annotation.get("completed_by") for annotation in annotations or []]
    for person in people:
        number = person.get("id") if isinstance(person, dict) and not person.get("email") else person
        if isinstance(number, int):
            yield number


def _who(person: object, annotator: str | None, numbers: int) -> str | None:
    """The e-mail address where there is one; several people without one are told apart by number."""
    if isinstance(person, dict):
        person = person.get("email") or person.get("id")
    if isinstance(person, str) and person:
        return person
    if isinstance(person, int) and annotator and numbers > 1:
        return f"{annotator}, user {person}"
    return annotator


def _day(record: Mapping[str, Any]) -> str:
    moment = str(record.get("updated_at") or record.get("created_at") or "")
    try:
        return dt.date.fromisoformat(moment[:10]).isoformat()
    except ValueError:
        return ""
