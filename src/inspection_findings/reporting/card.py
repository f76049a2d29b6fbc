"""The model card: what a model is for, what it was trained on, how good it is."""

from __future__ import annotations

from typing import Any

from inspection_findings.evaluation.calibration import Bin
from inspection_findings.exceptions import ModelError
from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.reporting.measured.report import FEW_DOCUMENTS
from inspection_findings.reporting.reliability import reliability_diagram
from inspection_findings.reporting.standing import Standing, standing_section

DIAGRAM_FILE = "reliability.svg"
ALL_REGISTERS = "all"
"""What the row of all registers together is called."""
BEHIND = 0.05
"""How far a register's F1 may lie below that of all before the card points it out."""

_NAMES = {
    "pair_micro_f1": "F1 of (domain, polarity) pairs, micro",
    "pair_macro_f1": "F1 of pairs, macro over the 22 labels",
    "domain_micro_f1": "F1 of domains, micro",
    "polarity_accuracy": "Polarity accuracy on found domains",
    "exact_polarity_accuracy": "… with the set of polarities exactly right",
    "expected_calibration_error": "Expected calibration error of reported findings",
}

_TEMPLATE = """# Model card: {name} {version}

Labels sentences of inspection reports of children's services with the findings that they state: one of
11 domains, strength or weakness, and a calibrated confidence. TF-IDF and linear models; trained {created}.

## Intended use
A triage aid for people who read inspection reports: to find, count and compare what inspectors wrote, and
to go from a figure back to the sentences behind it. English reports of inspections in England and news about
them; on other text its confidence means nothing.

## Misuse
Not a judge of councils, services or people, and no substitute for reading the report. Do not use it

- to rank or grade councils: it counts sentences, and does not know how much a sentence weighs;
- to decide anything about a child, a family or a member of staff, nor on text about them;
- to quote a finding as the inspectorate's without the sentence that it was read from.

## Training data
{data}

Labels are model-assisted: each sentence was read in its passage and labelled once, by a written guideline.
Expect some noise, mostly over whether a mild description is a finding and how many domains to give.
{scope}

## Figures
{setting}

| figure | value | 95% interval |
|---|---|---|
{figures}

Intervals are percentile bootstraps over whole documents. That of the calibration error leans upwards: it has
no sign, so the noise of resampling only adds to it.

| label | precision | recall | F1 | sentences |
|---|---|---|---|---|
{labels}

## Calibration
![Reliability diagram: share of findings that is right against their confidence]({diagram})

{reliability} The grey bars say where 95% of points would fall by chance if every confidence were honest; the
blue ones below, how many findings there are.

## By register
{behind}

| register | measured | sentences | documents | F1 of pairs | F1 of domains | polarity | calibration error |
|---|---|---|---|---|---|---|---|
{registers}

*Out of fold* are training authorities, each scored by a model that had not seen it and had less to learn
from. {few}The fewer the findings, the larger a calibration error is by chance alone.

## Limits
- A confidence holds on average over findings like those above, not for each register, domain or sentence.
- A domain is missed or added more often than a polarity is mistaken: look at neighbouring domains too.
- Strengths outnumber weaknesses in reports, and rare labels have few examples: see the table of labels.
- A sentence is read with its heading and its neighbours. Given alone, it is understood less well.
- Words that its training data do not hold, of new frameworks or of other writers, count for little.

## What is in it
`model.npz` holds arrays of numbers and the vocabulary (single words and pairs of words, parts of words);
`model.json` describes them. Neither can carry code, and neither holds a sentence of a report.

Trained with {versions}. Data fingerprint `{fingerprint}`.{revision}
{standing}"""


def model_card(metadata: ModelMetadata, standing: Standing | None = None) -> str:
    """Render a model's card as Markdown.

    Parameters
    ----------
    metadata
        What the model says of itself.
    standing
        Where it stands in the registry; left out where it is in none, or not known.

    Raises
    ------
    ModelError
        If the model does not say what it was trained and measured on.
    """
    try:
        return _card(metadata, standing)
    except KeyError as error:
        raise ModelError(f"the model says nothing of {error}, so it has no card: train it again") from error


def _card(metadata: ModelMetadata, standing: Standing | None) -> str:
    data, metrics = metadata.data, metadata.metrics
    on_everything = set(data["splits"]) > {metrics["split"]}
    few = any(each["documents"] < FEW_DOCUMENTS for each in metrics["registers"])
    return _TEMPLATE.format(
        name=metadata.name,
        version=metadata.version,
        created=metadata.created,
        data=_data(data),
        scope=_scope(data),
        setting=_setting(metrics, retrained=on_everything),
        figures="\n".join(_figure(name, e) for name, e in metrics["estimates"].items()),
        labels="\n".join(_label(score) for score in metrics["per_label"]),
        diagram=DIAGRAM_FILE,
        reliability=_reliability(metrics),
        behind=_behind(metrics),
        registers="\n".join(_register(each) for each in metrics["registers"]),
        few=f"No interval is given for fewer than {FEW_DOCUMENTS} documents. " if few else "",
        versions=", ".join(f"{name} {version}" for name, version in metadata.versions.items()),
        fingerprint=data["fingerprint"],
        revision=f" Code at commit `{metadata.revision}`." if metadata.revision else "",
        standing="" if standing is None else f"\n{standing_section(standing)}",
    )


def model_diagram(metadata: ModelMetadata) -> str:
    """Draw a model's reliability diagram as SVG."""
    found = metadata.metrics["reliability"]
    bins = [Bin(**each) for each in found["bins"]]
    title = f"Reliability of {found['findings']:,} findings of {metadata.name} {metadata.version}"
    return reliability_diagram(bins, title=title)


def _data(data: dict[str, Any]) -> str:
    sources = data["sources"]
    parts = [f"{count:,} from {source}s" for source, count in sources.items() if count]
    where = f" {data['documents']} documents, {data['authorities']} authorities." if data["documents"] else ""
    return f"{data['sentences']:,} sentences with {data['labels']:,} labels: {', '.join(parts)}.{where}"


def _scope(data: dict[str, Any]) -> str:
    if data["documents"]:
        return "Specimens are letters written for this project about councils that do not exist."
    return (
        "All of it is specimens, written for this project about councils that do not exist: "
        "expect less on real reports than the figures below say."
    )


def _setting(metrics: dict[str, Any], *, retrained: bool) -> str:
    where = (
        f"{metrics['sentences']:,} sentences of {metrics['documents']} documents of "
        f"{metrics['authorities']} authorities that were left out of training"
        if metrics["authorities"]
        else f"{metrics['sentences']:,} specimens of {metrics['documents']} passages left out of training"
    )
    after = (
        " They are those of the same configuration trained without the held-out authorities; the model "
        "here was then trained once more on everything."
        if retrained
        else ""
    )
    return (
        f"Measured on {where}.{after} `findings train` with the configuration in `model.json` on the same "
        "data reproduces them; for the model that is shipped, `make evaluate` does."
    )


def _figure(name: str, estimate: dict[str, float]) -> str:
    return (
        f"| {_NAMES.get(name, name)} | {estimate['value']:.3f} | "
        f"{estimate['low']:.3f} to {estimate['high']:.3f} |"
    )


def _label(score: dict[str, Any]) -> str:
    return (
        f"| {score['label']} | {score['precision']:.2f} | {score['recall']:.2f} | "
        f"{score['f1']:.2f} | {score['support']} |"
    )


def _reliability(metrics: dict[str, Any]) -> str:
    found = metrics["reliability"]
    excess = found["confidence"] - found["right"]
    chance = "{value:.3f} ({low:.3f} to {high:.3f})".format(**found["chance"])
    return (
        f"On the same sentences it reported {found['findings']:,} findings with a mean confidence of "
        f"{found['confidence']:.3f}, and {found['right']:.3f} of them are right: it is too "
        f"{'sure' if excess > 0 else 'cautious'} by {abs(excess):.3f}. On so many findings perfect "
        f"calibration would show an error of {chance}."
    )


def _behind(metrics: dict[str, Any]) -> str:
    """Which registers lie behind the whole of what they were measured with."""
    f1 = {(each["measured"], each["register"]): _pair_f1(each) for each in metrics["registers"]}
    behind = [
        f"{register} ({measured}) by {gap:.2f}"
        for (measured, register), value in f1.items()
        if (gap := f1[measured, ALL_REGISTERS] - value) > BEHIND
    ]
    if not behind:
        return f"No register's F1 of pairs lies more than {BEHIND} below that of all."
    listed = ", ".join(behind)
    return f"More than {BEHIND} below all in F1 of pairs: {listed}. Expect more mistakes there."


def _pair_f1(each: dict[str, Any]) -> float:
    return float(each["estimates"]["pair_micro_f1"]["value"])


def _register(each: dict[str, Any]) -> str:
    estimates = each["estimates"]
    pairs = estimates["pair_micro_f1"]
    interval = f" ({pairs['low']:.3f} to {pairs['high']:.3f})" if each["documents"] >= FEW_DOCUMENTS else ""
    names = ("domain_micro_f1", "polarity_accuracy", "expected_calibration_error")
    others = " | ".join(f"{estimates[name]['value']:.3f}" for name in names)
    return (
        f"| {each['register']} | {each['measured']} | {each['sentences']:,} | {each['documents']} | "
        f"{pairs['value']:.3f}{interval} | {others} |"
    )
