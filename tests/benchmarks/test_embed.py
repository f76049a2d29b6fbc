"""The program that PyTorch's environment runs, with a stand-in for PyTorch and for MiniLM."""

import json
import runpy
import sys
from types import ModuleType

import numpy as np

from benchmarks.processes import HERE


def test_sentences_and_what_stands_before_them_are_embedded(tmp_path, monkeypatch, capsys):
    read, threads = [], []

    def embed(texts):
        read.append(list(texts))
        return np.zeros((len(texts), 384), dtype=np.float32)

    torch, embeddings = ModuleType("torch"), ModuleType("minilm.embeddings")
    torch.set_num_threads = threads.append
    embeddings.embed = embed
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "minilm.embeddings", embeddings)
    texts = ["Plans drift.", "Too few are reviewed.", "Visits are regular."]
    lines = [
        {"text": text, "section": "leaders", "bullet": False, "passage": "p0" if i < 2 else "p1"}
        for i, text in enumerate(texts)
    ]
    path = tmp_path / "scored.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    monkeypatch.setattr(sys, "argv", ["embed.py", str(path), "3"])
    runpy.run_path(str(HERE / "workers" / "embed.py"), run_name="__main__")

    warm_up, sentences, contexts = read
    assert threads == [1]
    assert warm_up == sentences == texts
    assert texts[0] in contexts[1]
    assert texts[1] not in contexts[2]
    found = json.loads(capsys.readouterr().out)
    assert found["wall"] >= 0
    assert found["cpu"] >= 0
