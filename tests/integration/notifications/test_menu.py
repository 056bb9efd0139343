"""The menu leads where it says, for every role, also to the pages that notifications has for organisers."""

from tests.support.factories.notifications import Town, web_side
from tests.support.menu import followed


def test_every_offered_task_opens_and_is_of_the_organisers_part(town: Town) -> None:
    paths = ("/messages/texts", "/messages/campaigns/", "/messages/privacy/caller")
    texts, campaigns, caller = ((path, 200, ["/organise/"]) for path in paths)
    with web_side(town) as app:
        assert followed(app, "/messages/", "/messages/events/") == {
            "owner": [texts, campaigns, caller],
            "organiser": [texts, campaigns],
            "social_worker": [texts, caller],
            "check_in": [],
        }
