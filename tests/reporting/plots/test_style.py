import subprocess
import sys

import pytest

from inspection_findings.reporting.plots.style import drawing, picture


def drawn(path):
    with picture(path) as axes:
        axes.plot([0, 1], [0, 1])
    return path.read_bytes()


def test_the_same_drawing_is_the_same_file(tmp_path):
    first, second = drawn(tmp_path / "a.svg"), drawn(tmp_path / "a.svg")
    assert first == second
    assert b"<svg" in first


def test_a_drawing_is_the_bytes_that_a_picture_writes(tmp_path):
    with drawing("a") as sheet:
        sheet.axes.plot([0, 1], [0, 1])
        assert not sheet.svg
    assert sheet.svg == drawn(tmp_path / "a.svg")


def test_several_axes_come_as_an_array(tmp_path):
    with picture(tmp_path / "a.svg", 1, 2, figsize=(4, 2), sharey=True) as panels:
        panels[1].set_title("right")
    assert panels.shape == (2,)
    assert not panels[0].spines["top"].get_visible()


def test_nothing_is_written_where_drawing_fails(tmp_path):
    with pytest.raises(ValueError, match="shape"), picture(tmp_path / "a.svg") as axes:
        axes.plot([0, 1], [0])
    assert not (tmp_path / "a.svg").exists()


def test_reporting_can_be_imported_without_matplotlib():
    code = "import sys; sys.modules['matplotlib'] = None; import inspection_findings.reporting.plots"
    subprocess.run([sys.executable, "-c", code], check=True)
