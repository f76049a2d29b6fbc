"""Compounds whose hyphen is sometimes left out: where one word ends and the next begins."""

from __future__ import annotations

# Those that the labelled reports, not the specimens, write with a hyphen twice or more, and as one word
# less often than that; without names of places.
_HYPHENATED = """
adult-focused age-appropriate all-age anti-bullying asylum-seeking awareness-raising care-experienced
care-leaving child-centred child-focused child-friendly child-in-need child-protection community-based
compliance-focused council-wide cross-party day-to-day decision-maker decision-making drop-in e-learning
early-help easy-to-understand evidence-based extra-familial face-to-face family-focused first-line
follow-through follow-up forward-thinking fostering-to-adopt full-time gang-related good-quality high-level
high-quality high-risk home-educated ill-health in-depth in-house information-gathering information-sharing
intelligence-sharing inter-agency inter-generational joined-up later-life life-story locality-based
long-standing long-term longer-term looked-after lower-level medium-risk mid-point much-improved much-needed
multi-agency multi-disciplinary needs-led non-compliance non-social non-statutory non-verbal one-to-one
out-of-court out-of-hours outcome-focused outward-facing outward-looking part-time person-centred
poor-quality post-adoption post-order post-traumatic pre-birth pre-proceedings quality-assurance
quality-assured record-keeping relationship-based research-based ring-fenced risk-assessed risk-assessment
school-age second-time sector-led self-assessment self-esteem self-evaluation self-harm self-reporting
semi-independent setting-up seven-minute short-breaks short-term sign-off single-agency six-monthly
staying-put step-down step-up strengths-based sub-committee sub-group sub-groups take-up task-focused
three-day three-year time-limited trauma-informed tri-borough two-day two-way up-to-date user-friendly
web-based well-analysed well-articulated well-attended well-balanced well-being well-considered
well-coordinated well-developed well-embedded well-established well-focused well-informed well-managed
well-matched well-organised well-planned well-publicised well-qualified well-structured well-targeted
well-trained well-understood whole-council whole-family whole-system wide-ranging year-old year-olds
"""

COMPOUNDS = {compound.replace("-", ""): tuple(compound.split("-")) for compound in _HYPHENATED.split()}
"""The words of each, by what it is without its hyphens."""
