"""Links and codes are what they were when they were given out: people have them on paper and in their phones."""

from uuid import UUID

import pytest

from services.events.board.domain import SubscriptionLinks
from services.events.invitations.domain import InvitationLinks
from services.events.mediation.domain import Links as ReferralLinks
from services.events.registrations.domain import Links
from services.volunteers.assistance.domain.requests import Links as RequestLinks
from shared.links import Derived

OURS = ("only for tests, and therefore in the open", "http://talka.test")
ID = UUID("01938a00-0000-7000-8000-000000000001")
REQUESTS = RequestLinks(*OURS)


@pytest.mark.parametrize(
    ("made", "given_out"),
    [
        (Links(*OURS).address(ID), "/r/lnK-RDjJsAKOoX3_"),
        (ReferralLinks(*OURS).address(ID), "/directory/referrals/Co6j6bKyX9GA03ac"),
        (ReferralLinks(*OURS).answer_address(ID), "/directory/answers/eTA-Sg7sZRHYR-G6"),
        (SubscriptionLinks(*OURS).address("confirm", ID), "/board/confirm/cOAsnxZZx40XIr_crj6Ypw"),
        (SubscriptionLinks(*OURS).address("stop", ID), "/board/stop/Lu7aBtOahpFGFT3GCw2UoQ"),
        (InvitationLinks(*OURS).address(ID), "/board/invitations/VY06ga4k4hDPczm4Po_SIQ"),
        (REQUESTS.request(ID), "/volunteer/requests/H_ZjNPb0lTdpaym3"),
        (REQUESTS.offer(ID), "/volunteer/offers/xfHz5Wk1EeMZCtC1"),
    ],
)
def test_a_link_of_before_still_leads_where_it_led(made: str, given_out: str) -> None:
    assert made == f"http://talka.test{given_out}"


def test_a_code_of_before_still_finds_what_it_found_and_a_person_is_known_again() -> None:
    assert (Links(*OURS).code(ID), REQUESTS.code(ID)) == ("3W7XE7", "SWVGAF")
    assert REQUESTS.person_key(ID, []).hex().startswith("2ad13270b9e17487")
    assert REQUESTS.person_key(ID, ["+37061234567"]).hex().startswith("45f8b5a09eb5e6ce")


def test_another_secret_or_another_use_makes_another_link() -> None:
    made = {Derived(secret, "").made(use, ID) for secret in ("a", "b") for use in ("x", "y")}
    assert len(made) == 4
