"""What a report calls the reasons that the volunteers service gives for help that did not come about."""

import pytest

from services.events.evidence.domain import why
from services.events.evidence.domain.reasons import OTHERWISE
from services.volunteers.assistance.domain.states import REASONS, Act

GIVEN = [code for act in (Act.GIVE_UP, Act.MISS) for code in REASONS[act]]


@pytest.mark.parametrize("code", GIVEN)
def test_a_report_has_words_for_each_reason_of_unmet_need(code: str) -> None:
    assert why(f"assistance_{code}") != OTHERWISE


def test_what_staff_could_not_help_with_was_refused_by_no_volunteer_and_whoever_missed_is_said() -> None:
    assert why("assistance_declined") == "The organisation cannot help with this"
    assert (why("assistance_person"), why("assistance_helper")) == (
        "The person was not there",
        "The helper did not come",
    )
