from pathlib import Path

import pytest

from shared.contracts import REGISTRY, asyncapi


def test_the_committed_document_is_what_the_contracts_say() -> None:
    assert asyncapi.main(["--check"]) == 0


def test_a_document_that_fell_behind_is_noticed_and_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(asyncapi, "FILE", tmp_path / "asyncapi.yaml")
    assert asyncapi.main(["--check"]) == 1
    assert "make asyncapi" in capsys.readouterr().err
    assert asyncapi.main([]) == 0
    assert asyncapi.main(["--check"]) == 0


def test_every_message_has_a_channel_and_a_sender() -> None:
    document = asyncapi.document()
    assert set(document["channels"]) == set(REGISTRY)
    assert {name.removeprefix("send.") for name in document["operations"]} == set(REGISTRY)


def test_everything_the_document_refers_to_is_in_it() -> None:
    document = asyncapi.document()
    refers = {line.split("'")[1] for line in asyncapi.text().splitlines() if "$ref:" in line}
    for path in refers:
        found = document
        for part in path.removeprefix("#/").split("/"):
            found = found[part]
        assert found
