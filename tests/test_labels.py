import pytest

from inspection_findings.labels import LABELS, Area, Domain, Label, Polarity, SectionCode, area_of


def test_labels_are_every_domain_with_both_polarities_in_a_fixed_order():
    assert len(LABELS) == len(set(LABELS)) == 22
    assert [str(label) for label in LABELS[:3]] == [
        "leadership:strength",
        "leadership:weakness",
        "oversight:strength",
    ]


@pytest.mark.parametrize("label", LABELS, ids=str)
def test_a_label_reads_back_from_its_text(label):
    assert Label.parse(str(label)) == label


@pytest.mark.parametrize("text", ["", "voice", "voice:", ":strength", "voice:good", "sea:strength", "a:b:c"])
def test_an_unknown_label_is_refused_with_the_vocabulary(text):
    with pytest.raises(ValueError, match="expected domain:polarity with a domain of leadership"):
        Label.parse(text)


def test_area_is_the_sections_where_the_section_is_judged():
    assert area_of(Domain.VOICE, SectionCode.CARE_LEAVERS) is Area.CARE_LEAVERS


@pytest.mark.parametrize("section", [None, SectionCode.WHAT_NEEDS_TO_IMPROVE, SectionCode.STRENGTHS])
def test_area_is_the_domains_default_elsewhere(section):
    assert area_of(Domain.WORKFORCE, section) is Area.LEADERS
    assert area_of(Domain.CHILDREN_IN_CARE, section) is Area.CHILDREN_IN_CARE


def test_a_finding_knows_its_label():
    from inspection_findings.labels import Finding

    assert Finding(Domain.VOICE, Polarity.WEAKNESS, 0.5).label == Label(Domain.VOICE, Polarity.WEAKNESS)
