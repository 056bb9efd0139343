"""What a campaign becomes that is not to go on."""

import pytest

from services.notifications.campaigns.domain import STATE_WORDS, CampaignIsOver, CampaignState, halted


def test_what_nobody_got_is_undone_and_what_some_got_is_stopped() -> None:
    assert halted(CampaignState.WAITING) is CampaignState.UNDONE
    assert halted(CampaignState.SENDING) is halted(CampaignState.SENT) is CampaignState.STOPPED


@pytest.mark.parametrize("state", [CampaignState.UNDONE, CampaignState.STOPPED])
def test_what_was_halted_stays_so(state: CampaignState) -> None:
    with pytest.raises(CampaignIsOver):
        halted(state)


def test_every_state_has_words() -> None:
    assert set(STATE_WORDS) == set(CampaignState)
