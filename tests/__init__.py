"""The tests of Talka; fast folders first: unit, architecture, contract, integration, e2e, browser."""
