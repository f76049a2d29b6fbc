"""What a model says of itself, made up."""

from inspection_findings.model.parameters import ModelMetadata


def register(name, measured, f1, documents=12):
    figures = {"pair_micro_f1": f1, "domain_micro_f1": 0.8, "polarity_accuracy": 0.9}
    return {
        "measured": measured,
        "register": name,
        "sentences": 100,
        "documents": documents,
        "estimates": {
            figure: {"value": value, "low": value - 0.02, "high": value + 0.02}
            for figure, value in {**figures, "expected_calibration_error": 0.04}.items()
        },
    }


METADATA = ModelMetadata(
    name="inspection-findings",
    version="1.0+abc",
    created="2026-01-02",
    data={
        "fingerprint": "f" * 64,
        "splits": ["train"],
        "sentences": 1200,
        "labels": 1500,
        "documents": 12,
        "authorities": 9,
        "sources": {"report": 1000, "article": 0, "specimen": 200},
    },
    metrics={
        "split": "validation",
        "authorities": 3,
        "sentences": 400,
        "documents": 5,
        "estimates": {"pair_micro_f1": {"value": 0.7512, "low": 0.70, "high": 0.80}},
        "per_label": [
            {"label": "voice:weakness", "precision": 0.5, "recall": 0.25, "f1": 1 / 3, "support": 40}
        ],
        "reliability": {
            "findings": 1400,
            "confidence": 0.812,
            "right": 0.787,
            "chance": {"value": 0.02, "low": 0.01, "high": 0.03},
            "bins": [
                {"low": 0.4, "high": 0.5, "count": 500, "confidence": 0.45, "right": 0.5},
                {"low": 0.9, "high": 1.0, "count": 900, "confidence": 0.96, "right": 0.91},
            ],
        },
        "registers": [
            register("all", "validation", 0.75),
            register("ilacs", "validation", 0.76),
            register("all", "out of fold", 0.74),
            register("news", "out of fold", 0.6, documents=2),
        ],
    },
    versions={"python": "3.11.7"},
)
