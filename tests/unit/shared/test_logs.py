import json
import threading

import pytest
import structlog

from shared import logs


@pytest.fixture(autouse=True)
def _fresh() -> None:
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_a_line_is_json_with_service_and_correlation_id(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("events")
    with logs.correlated("abc"):
        logs.log().info("event_published", title="Kultūrų pažinimas")
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "event_published"
    assert line["service"] == "events"
    assert line["correlation_id"] == "abc"
    assert line["title"] == "Kultūrų pažinimas"


def test_a_line_of_another_thread_names_the_service_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("events")
    thread = threading.Thread(target=lambda: logs.log().info("request"))
    thread.start()
    thread.join()
    assert json.loads(capsys.readouterr().err)["service"] == "events"


def test_the_former_correlation_id_returns_after_the_block() -> None:
    with logs.correlated("outer"):
        with logs.correlated(None) as inner:
            assert logs.correlation_id() == inner != "outer"
        assert logs.correlation_id() == "outer"
