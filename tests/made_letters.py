"""Letters about councils that do not exist, and a model of cue words that the local app reads them with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace

from starlette.testclient import TestClient

from inspection_findings.app.store import Store
from inspection_findings.documents import Document, read_bytes
from inspection_findings.labels import LABELS, Finding, Label
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.classified import ClassifiedReport
from made_reports import FINDINGS, LETTER, MODEL

HERE = "http://127.0.0.1:8765"
"""An address that the app takes for its own."""
HOSTILE = "<script>document.title = 'taken over'</script><img src=x onerror=alert(1)>"


@dataclass(frozen=True)
class CueModel:
    """Finds what a cue word stands for; `app.model.Model` as far as the app knows it."""

    precision: float | None = 0.6
    version: str = MODEL.version

    @property
    def scorer(self) -> SimpleNamespace:
        return SimpleNamespace(metadata=replace(MODEL, version=self.version))

    def classify(self, document: Document) -> ClassifiedReport:
        results = []
        for sentence in document.sentences():
            found = next((each for cue, each in FINDINGS.items() if cue in sentence.text), [])
            marked = tuple(
                Finding(*Label.parse(label), confidence, self.precision and confidence < self.precision)
                for label, confidence in found
            )
            results.append(SentenceFindings(sentence, marked, (0.0,) * len(LABELS)))
        return ClassifiedReport(document, tuple(results), self.scorer.metadata, self.precision)

    def explain(self, report: ClassifiedReport) -> ClassifiedReport:
        return report


def letter_of(authority: str, *, year: int = 2024, extra: str = "") -> bytes:
    """A letter as bytes."""
    return (LETTER.format(authority=authority, year=year, grade="good") + extra).encode()


def keep(store: Store, authority: str, *, year: int = 2024, extra: str = "") -> str:
    """Put a letter into a store without a process that reads it."""
    data = letter_of(authority, year=year, extra=extra)
    key, _ = store.add(read_bytes(data, name=f"{authority.lower()}.md"), data)
    return key


def token_of(client: TestClient) -> str:
    """What a page of the app gives to its forms."""
    return client.get("/").text.split('name="token" value="')[1].split('"')[0]
