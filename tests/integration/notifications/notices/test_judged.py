"""Whoever wrote news for the board reads what became of it."""

from uuid import uuid4

from shared.contracts.organisations import PostJudged
from tests.support.factories.notifications import Town, by_email

LINK = "https://talka.test/organise/board/1"


def test_the_writer_reads_in_their_language_what_became_of_which_news_and_what_to_change(town: Town) -> None:
    told = {"staff_id": uuid4(), "contact": by_email("en"), "title": {"lt": "Kursai", "en": "Courses"}, "link": LINK}
    for decision, reason in (("approved", ""), ("sent_back", "Say where it is."), ("a newer code", "")):
        town.hear(PostJudged(**told, decision=decision, reason=reason), 1)  # type: ignore[arg-type]
        town.send()
    approved, back = town.arrived()
    assert "Your news is approved.\n\nNews: Courses\n\nYou find it here:" in approved.body
    assert (
        "Your news is sent back to be changed.\n\nNews: Courses\nWhat should be changed: Say where it is." in back.body
    )
    assert LINK in back.body
