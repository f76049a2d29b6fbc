import codecs

import pytest

from inspection_findings.corpus.exchange.formats import ExchangeFormat, read_answers, write_tasks
from inspection_findings.exceptions import CorpusError


@pytest.mark.parametrize(
    "data", [b' \n[{"id": 1, "data": {}, "annotations": []}]', codecs.BOM_UTF8 + b'[{"id": 1}]', b'{"id": 1}']
)
def test_json_is_told_by_content(data):
    assert read_answers(data, annotator="Rowan").given == []


def test_a_table_is_told_by_content():
    assert read_answers(b"task,text,sample,labels\nx,y,random,\n", annotator="Rowan").given == []


@pytest.mark.parametrize(
    ("data", "form", "problem"),
    [
        (b"", None, "empty"),
        (codecs.BOM_UTF8 + b" \n", None, "empty"),
        (b"[]", ExchangeFormat.CSV, "not a table"),
        (b"task,text,sample,labels\n", ExchangeFormat.LABEL_STUDIO, "not JSON"),
        (b'["\xe9"]', None, "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused(data, form, problem):
    with pytest.raises(CorpusError, match=problem):
        read_answers(data, annotator="Rowan", form=form)


def test_either_format_is_written():
    assert write_tasks([], ExchangeFormat.LABEL_STUDIO) == "[]\n"
    assert write_tasks([], ExchangeFormat.CSV).startswith("document,authority,")
