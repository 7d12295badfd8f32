"""A judgement says how sure it is, on which rows it rests, and what would change it."""

import pandas as pd
import pytest

from briefing import tables
from briefing.chapters import assessment
from briefing.chapters.assessment import CONFIDENCE, LIKELIHOOD, Judgement


def judgement(**changed) -> Judgement:
    told = {
        "title": "It rained",
        "text": "On *most* days.",
        "confidence": "high",
        "because": "all saw it.",
        "evidence": {"events": ("a", "b"), "agreements": ("x",), "terms": ()},
        "would_change": "A dry day.",
    }
    return Judgement(**(told | changed))


@pytest.mark.parametrize("word", ["certain", "High", ""])
def test_a_confidence_that_is_on_no_scale_is_refused(word):
    with pytest.raises(ValueError, match=f"It rained: '{word}' is not one of .*'moderate'"):
        judgement(confidence=word)


@pytest.mark.parametrize("word", ["probable", "high"])
def test_a_likelihood_that_is_on_no_scale_is_refused(word):
    with pytest.raises(ValueError, match=f"It rained: '{word}' is not one of .*'about even'"):
        judgement(likelihood=word)


@pytest.mark.parametrize("said", [{"likelihood": "likely"}, {"outcome": "a dry day"}])
def test_a_likelihood_of_nothing_and_an_outcome_without_one_are_refused(said):
    with pytest.raises(ValueError, match="It rained: say how likely it is, and what"):
        judgement(**said)


@pytest.mark.parametrize("evidence", [{}, {"events": ()}, {"events": (), "terms": ()}])
def test_a_judgement_without_rows_behind_it_is_refused(evidence):
    with pytest.raises(ValueError, match="It rained: name the rows"):
        judgement(evidence=evidence)


@pytest.mark.parametrize("confidence", CONFIDENCE)
@pytest.mark.parametrize("likelihood", ["", *LIKELIHOOD])
def test_every_word_of_the_scales_may_be_used(confidence, likelihood):
    outcome = "rain" if likelihood else ""
    told = judgement(confidence=confidence, likelihood=likelihood, outcome=outcome)
    assert (told.confidence, told.likelihood) == (confidence, likelihood)


@pytest.fixture
def shown(monkeypatch) -> list:
    """What the chapter displays."""
    found: list = []
    monkeypatch.setattr(tables, "display", found.append)
    monkeypatch.setattr(assessment, "display", found.append)
    return found


def test_the_overview_numbers_the_judgements_and_leaves_blank_what_is_not_to_come(shown):
    assessment.overview([
        judgement(),
        judgement(title="It will not", likelihood="unlikely", outcome="rain"),
    ])  # fmt: skip
    # The likelihood says what of, since a title may deny it.
    assert shown[0].csv().splitlines()[1:] == [
        "1,It rained,high,",
        "2,It will not,high,rain: unlikely",
    ]
    assert shown[0].caption.startswith("2 key judgements.")


@pytest.fixture
def record(tiny):
    return tiny(
        events=[{"id": "a", "title": "A cloud"}, {"id": "b", "title": "A gust"}],
        agreements=[{"id": "x", "title": "A pact"}],
    )


def test_a_judgement_is_shown_with_links_to_the_rows_behind_it(record, shown):
    assessment.show(record, 3, judgement())
    lines = shown[0].data.splitlines()
    assert lines[0] == "### 3. It rained"
    assert lines[2] == r"On \*most\* days\."
    assert (
        "{record:row}`A cloud <evt-a>`; {record:row}`A gust <evt-b>`; {record:row}`A pact <agr-x>`"
        in shown[0].data
    )
    assert lines[-1].endswith(r"A dry day\.")


def test_a_likelihood_is_shown_where_there_is_one_alone(record, shown):
    assessment.show(record, 1, judgement())
    assessment.show(record, 2, judgement(likelihood="unlikely", outcome="snow"))
    assert [told.data.count("Likelihood") for told in shown] == [0, 1]
    assert r"all saw it\. Likelihood of snow\: unlikely\." in shown[1].data


def test_a_judgement_on_a_row_that_is_not_in_the_record_is_not_shown(record, shown):
    with pytest.raises(KeyError, match="nowhere"):
        assessment.show(record, 1, judgement(evidence={"events": ("nowhere",)}))
    assert shown == []


def test_the_two_scales_are_shown_with_every_word(shown):
    assessment.scales()
    lines = shown[0].csv().splitlines()
    assert len(lines) == 1 + len(CONFIDENCE) + len(LIKELIHOOD)
    assert [line.split(",")[:2] for line in lines[1:]] == [
        *(["Confidence", word] for word in CONFIDENCE),
        *(["Likelihood", word] for word in LIKELIHOOD),
    ]


def test_a_likelihood_is_of_the_year_after_the_latest_event():
    assert assessment.a_year_on(pd.Timestamp("2026-06-07")) == "June 2027"
