"""The model card: what a model is for, what it was trained on, how good it is."""

from __future__ import annotations

from typing import Any

from inspection_findings.model.parameters import ModelMetadata

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
A triage aid for people who read inspection reports: to find, count and compare what inspectors wrote.
Not a judge of councils, services or people, and no substitute for reading the report. English reports of
inspections in England and news about them; on other text its confidence means nothing.

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

## What is in it
`model.npz` holds arrays of numbers and the vocabulary (single words and pairs of words, parts of words);
`model.json` describes them. Neither can carry code, and neither holds a sentence of a report.

Trained with {versions}. Data fingerprint `{fingerprint}`.
"""


def model_card(metadata: ModelMetadata) -> str:
    """Render a model's card as Markdown."""
    data, metrics = metadata.data, metadata.metrics
    on_everything = set(data["splits"]) > {metrics["split"]}
    return _TEMPLATE.format(
        name=metadata.name,
        version=metadata.version,
        created=metadata.created,
        data=_data(data),
        scope=_scope(data),
        setting=_setting(metrics, retrained=on_everything),
        figures="\n".join(_figure(name, e) for name, e in metrics["estimates"].items()),
        labels="\n".join(_label(score) for score in metrics["per_label"]),
        versions=", ".join(f"{name} {version}" for name, version in metadata.versions.items()),
        fingerprint=data["fingerprint"],
    )


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
