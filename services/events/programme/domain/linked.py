"""What search engines read of an event: JSON-LD in the words of schema.org (https://schema.org/Event)."""

from typing import Any

from services.events.programme.domain.facts import State
from shared.languages import text_for

VOCABULARY = "https://schema.org/"


def linked_data(event: dict[str, Any], language: str, link: str) -> dict[str, Any]:
    """The dates of an event that people know of, each as an `Event` of schema.org, with texts in one language.

    `inLanguage` are the languages spoken there, not those of the texts; a date's times carry their offset.
    """
    texts = {"name": "title", "description": "summary"}
    told = {named: text_for(event[name], language)[0] for named, name in texts.items()}
    shared: dict[str, Any] = {"@type": "Event", **{name: text for name, text in told.items() if text}, "url": link}
    shared |= {"inLanguage": event["languages_spoken"]}
    shared |= {"organizer": {"@type": "Organization", "name": event["organisation"]}}
    return {"@context": VOCABULARY, "@graph": [shared | _date(one) for one in event["occurrences"]]}


def _date(one: dict[str, Any]) -> dict[str, Any]:
    venue = one["venue"]
    status = "EventCancelled" if one["state"] == State.CANCELLED else "EventScheduled"
    return {
        "startDate": one["starts_at"].isoformat(),
        "endDate": one["ends_at"].isoformat(),
        "eventStatus": VOCABULARY + status,
        "eventAttendanceMode": VOCABULARY + "OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": venue["name"],
            "address": {
                "@type": "PostalAddress",
                "streetAddress": venue["address"],
                "addressLocality": venue["municipality"],
            },
        },
        "maximumAttendeeCapacity": one["capacity"],
        "remainingAttendeeCapacity": one["free"],
    }
