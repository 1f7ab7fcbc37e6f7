"""Apps form one ladder: foreign keys point down, socket and request code keep their places."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
RUNGS = [re.findall(r"\w+", layer) for layer in reversed(CONTRACT["layers"])]
LADDER = {name: height for height, names in enumerate(RUNGS) for name in names}
OWN = [config for config in apps.get_app_configs() if config.name.startswith("apps.")]
SERVICES = sorted(ROOT.glob("apps/*/services.py")) + sorted(ROOT.glob("apps/*/services/*.py"))
REQUEST_CODE = [
    path
    for name in ("views", "api", "api_public", "forms", "gate_views")
    for path in [*ROOT.glob(f"apps/*/{name}.py"), *ROOT.glob(f"apps/*/{name}/*.py")]
    if path.parts[-2] != "core" and "core/api" not in path.as_posix()
]


def test_every_app_has_its_rung():
    assert sorted(config.label for config in OWN) == sorted(set(LADDER) & {config.label for config in OWN})


@pytest.mark.parametrize("config", OWN, ids=lambda config: config.label)
def test_foreign_keys_point_down(config):
    for model in config.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            if target is None or target._meta.app_label not in LADDER:
                continue
            label = target._meta.app_label
            assert label == config.label or LADDER[label] < LADDER[config.label], f"{model.__name__}.{field.name}"


def test_core_has_no_foreign_key_outside_itself():
    for model in apps.get_app_config("core").get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete:
                assert field.related_model._meta.app_label in ("core", "contenttypes"), field


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_verbs_take_named_arguments(path):
    """After the first, everything in a public verb is keyword-only."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert len(node.args.args) <= 1 or not node.args.defaults, f"{path.name}:{node.name}"


@pytest.mark.parametrize("path", REQUEST_CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_request_code_reads_through_selectors(path):
    """No view, form or call touches a model's manager."""
    found = re.findall(r"\b[A-Z]\w+\.objects\b", path.read_text())
    assert found == []


STATEFUL = [model for model in apps.get_models() if hasattr(model, "TRANSITIONS")]


@pytest.mark.parametrize("model", STATEFUL, ids=lambda model: model.__name__)
def test_every_state_stands_in_the_table(model):
    states = set(model.State.values)
    assert set(model.TRANSITIONS) == states
    assert {target for targets in model.TRANSITIONS.values() for target in targets} <= states


@pytest.mark.parametrize("model", STATEFUL, ids=lambda model: model.__name__)
def test_state_is_in_no_form(model):
    assert model._meta.get_field("state").editable is False
