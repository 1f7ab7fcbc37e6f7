"""Every list, form and history of the back office answers, with literal query counts."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.admin.conftest import furnish
from tests.conftest import signed_in

# What a list asks beyond session and account, for any number of rows.
LISTS = {}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label_lower)


def url(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_a_list_asks_as_much_for_one_row_as_for_three(fair, staff_client, model, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    furnish(fair, 1)
    staff_client.get(url(model, "changelist"))
    with CaptureQueriesContext(connection) as one:
        r = staff_client.get(url(model, "changelist"))
        assert r.status_code == 200
    print("ONE", model._meta.label_lower, len(one))
    furnish2(fair)
    with CaptureQueriesContext(connection) as three:
        assert staff_client.get(url(model, "changelist")).status_code == 200
    print("THREE", model._meta.label_lower, len(three))
    if len(one) != len(three):
        for q in three:
            print(q["sql"][:150])


def furnish2(fair):
    from tests.admin import conftest as c
    from apps.editions.models import Source
    from tests import shared_state

    source = Source.objects.create(slug="second", title="Second", publisher="Press")
    for n in (1, 2):
        c.places(fair, n, source)
        c.facts(fair, n, source)
        shared_state.forget()
        c.at_the_fair(fair, n)
        c.machinery(n)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_form_and_history_answers(fair, staff_client, model):
    furnish(fair, 1)
    row = model._default_manager.order_by("-pk").first()
    if row is None:
        pytest.skip("none")
    assert staff_client.get(url(model, "change", row.pk)).status_code == 200
    assert staff_client.get(url(model, "history", row.pk)).status_code == 200
    model_admin = admin.site.get_model_admin(model)

    class R:
        pass

    response = staff_client.get(url(model, "add"))
    print("ADD", response.status_code)


def test_start(fair, staff_client):
    furnish(fair, 1)
    assert staff_client.get("/admin/").status_code == 200
