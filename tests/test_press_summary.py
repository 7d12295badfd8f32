"""Every claim of the article of January 2021 is checked against rows of the record."""

import pandas as pd

from briefing import record
from briefing.analysis import press_summary_2021 as analysis


def test_every_claim_rests_on_rows_of_the_record():
    claims = record.load().checked_claims
    behind = claims["events"].map(len) + claims["agreements"].map(len) + claims["terms"].map(len)
    assert len(claims) >= 11 and (behind > 0).all()


def test_the_speaker_and_the_outlet_are_claimants_apart():
    assert set(record.load().checked_claims["claimant"]) == {"speaker", "outlet"}


def test_verdicts_are_counted_by_claimant_and_a_verdict_that_nobody_got_is_zero():
    claims = pd.DataFrame(
        {
            "claimant": ["outlet", "outlet", "speaker"],
            "verdict": ["supported", "imprecise", "supported"],
        }
    )
    counts = analysis.verdicts(claims)
    assert counts.loc["outlet"].to_dict() == {
        "supported": 1, "imprecise": 1, "contested": 0, "unsupported": 0,
    }  # fmt: skip
