"""The privacy page promises what the code does: whoever changes one of these times changes its sentences too."""

from services.events.board.domain import CONFIRMED_WITHIN
from services.events.directory.domain import CONTACT_KEPT, SETTLED_KEPT
from services.events.invitations import domain as invitations
from services.events.kiosk import domain as kiosk
from services.events.mediation import domain as mediation
from services.events.organisations.domain import LINK_LIVES
from services.volunteers.assistance.domain import visits
from shared import answers
from shared.messaging import tidying
from shared.web import drafts, speaking, tokens

HOUR, DAY = 3600, 24 * 3600


def test_what_is_said_to_be_deleted_by_itself_is_deleted_after_that_time() -> None:
    assert set(tidying.OLD) == {"outbox", "inbox"}
    assert all("interval '14 days'" in old for old in tidying.OLD.values())
    assert "interval '24 hours'" in str(answers.FORGET)
    assert (tidying.INTERVAL, LINK_LIVES.total_seconds() <= HOUR) == (HOUR, True)


def test_what_helps_somebody_is_kept_as_long_as_is_said() -> None:
    kept = [mediation.KEPT, kiosk.KEPT, CONTACT_KEPT, CONFIRMED_WITHIN, visits.SHOWN_FOR, visits.KEPT]
    assert [one.total_seconds() for one in kept] == [90 * DAY, 30 * DAY, 90 * DAY, 2 * DAY, DAY, 90 * DAY]
    assert {invitations.KEPT, SETTLED_KEPT} == {CONTACT_KEPT}


def test_the_browser_keeps_things_as_long_as_is_said() -> None:
    assert tokens.LASTS == {"staff": 12 * HOUR, "volunteer": 7 * DAY}
    assert (drafts.LASTS, speaking.YEAR) == (HOUR, 365 * DAY)
