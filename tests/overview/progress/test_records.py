from __future__ import annotations

import dataclasses
import json

from inspection_findings.documents.types import Grade
from inspection_findings.labels import Area
from inspection_findings.overview.progress import progress_of
from inspection_findings.overview.progress.records import progress_record
from inspection_findings.reporting.writers import to_json
from made_visits import NOW, THEN, visit


def test_all_of_it_comes_back_out_of_json():
    grades = {Area.OVERALL: Grade.GOOD}
    visits = [visit(2024, NOW), visit(2015), visit(2019, THEN)]
    visits = [dataclasses.replace(each, grades=grades) for each in visits]
    record = json.loads(to_json(progress_record(progress_of(visits, precision=0.9))))
    assert (record["authority"], record["precision"]) == ("Fernshire", 0.9)
    assert [each["inspection_end"] for each in record["visits"]] == ["2015-03-08", "2019-03-08", "2024-03-08"]
    assert [(step["then"], step["now"]) for step in record["steps"]] == [(0, 1), (1, 2), (0, 2)]
    step = record["steps"][1]
    [overall] = [area for area in step["areas"] if area["area"] == "overall"]
    assert (overall["grade_then"], overall["grade_now"]) == ("good", "good")
    [workforce] = [each for each in step["domains"] if each["domain"] == "workforce"]
    assert workforce["then"] == {"strengths": 0, "weaknesses": 1, "unsure": 0}
    assert workforce["change"] == "too_few"
    [pair] = workforce["evidence"]
    assert pair["kind"] == "better"
    assert pair["then"]["page"] == pair["now"]["page"] == 2
    assert pair["now"]["text"] == "Caseloads have come down in the assessment teams."
    assert pair["now"]["findings"] == [
        {"domain": "workforce", "polarity": "strength", "confidence": 0.9, "unsure": False}
    ]
    assert 0.3 <= pair["alike"] < 1
