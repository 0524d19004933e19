from __future__ import annotations

import click.testing

from liuke.domains import programme
from liuke.surfaces.cli import template


def test_the_list_of_templates_cuts_no_description() -> None:
    told = click.testing.CliRunner().invoke(template.command, ["list"]).output
    described = programme.templates()
    assert "…" not in told
    assert all(one.code in told for one in described)
