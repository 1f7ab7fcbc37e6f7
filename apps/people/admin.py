"""People, accounts and organisations in the back office."""

from allauth.account import admin as allauth_addresses
from allauth.mfa import admin as allauth_factors
from django.contrib import admin
from django.contrib.auth import admin as django_accounts
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField, OuterRef, QuerySet, Subquery
from django.forms import CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.core.admin import CappedPaginator, HouseAdmin, HouseInline, HouseStack, LanguageFilter, marks
from apps.core.admin.forms import HouseForm
from apps.core.imports import Column, FormImporter, as_integer, as_list
from apps.people.addresses import fold_email
from apps.people.models import Affiliation, Consent, ContactPoint, Organisation, Person, User

# Tables of libraries come under our kit or leave the back office: raw edits of verified
# addresses and second factors would walk round the verbs.
Group = django_accounts.Group
for model in (Group, allauth_addresses.EmailAddress, allauth_factors.Authenticator):
    admin.site.unregister(model)


@admin.register(Group)
class GroupAdmin(HouseAdmin):
    """Who may do what, by group."""

    form = ModelForm
    search_fields = ("name",)
    ordering = ("name",)
    filter_horizontal = ("permissions",)

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        """Read the names of all permissions in one go."""
        if db_field.name == "permissions":
            kwargs["queryset"] = db_field.remote_field.model.objects.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class AccountForm(HouseForm):
    """An account signs in by code; no password is set here."""

    def clean_email(self) -> str:
        """Keep the address in its comparable form."""
        return fold_email(self.cleaned_data["email"])


@admin.register(User)
class UserAdmin(HouseAdmin):
    """Accounts and their rights."""

    form = AccountForm
    paginator = CappedPaginator
    list_display = ("email", "person", "is_staff", "is_superuser", "is_active", "date_joined", "last_login")
    list_select_related = ("person",)
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("email__startswith", "person__name__icontains")
    search_help_text = _("Beginning of the e-mail address, or part of the name.")
    ordering = ("-id",)
    fields = (
        "email",
        "person",
        "language",
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
        "date_joined",
        "last_login",
    )
    readonly_fields = ("date_joined", "last_login")
    autocomplete_fields = ("person",)
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    export_fields = (
        ("email", _("e-mail address")),
        ("is_staff", _("staff")),
        ("is_active", _("active")),
        ("date_joined", _("first login")),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Let only superusers hand out rights, so that nobody raises their own."""
        fields = list(super().get_readonly_fields(request, obj))
        if not request.user.is_superuser:
            fields += ["is_superuser", "is_staff", "groups"]
        return fields

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """Give a new account no password: it signs in by code."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


class ContactInline(HouseInline):
    """Addresses of a person; only verified ones prove something."""

    model = ContactPoint
    deletable = True
    fields = ("kind", "value", "verified_at")
    readonly_fields = ("verified_at",)


class AffiliationInline(HouseStack):
    """Roles that a source states."""

    model = Affiliation
    deletable = True
    fields = ("organisation", "role", "starts", "ends", "position", "source")
    autocomplete_fields = ("organisation", "source")


class ConsentInline(HouseInline):
    """What a person has agreed to; read only."""

    model = Consent
    ledger = True
    fields = ("purpose", "text_version", "given", "at", "given_by")
    readonly_fields = fields


@admin.register(Person)
class PersonAdmin(HouseAdmin):
    """People of all years and roles."""

    paginator = CappedPaginator
    list_display = ("name", "name_hans", "name_latin", "country", "email", "created_at", "origin")
    list_filter = ("provenance", LanguageFilter, ("slug", admin.EmptyFieldListFilter))
    search_fields = ("name", "name_hans", "name_latin")
    search_help_text = _("Name in any script, or the beginning of an e-mail address or phone number.")
    ordering = ("-id",)
    fields = (
        ("name", "name_hans", "name_latin"),
        ("country", "language", "birth_year"),
        "slug",
        "source",
        "public_id",
        "created_at",
    )
    readonly_fields = ("public_id", "created_at")
    autocomplete_fields = ("source",)
    inlines = (ContactInline, AffiliationInline, ConsentInline)
    export_fields = (
        ("public_id", _("number")),
        ("name", pgettext_lazy("person", "name")),
        ("name_hans", _("name in Chinese")),
        ("name_latin", _("name in Latin letters")),
        ("country", _("country or region")),
        ("language", _("language")),
        ("provenance", _("provenance")),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Fetch one address of each person along with the list."""
        mine = ContactPoint.objects.filter(person=OuterRef("pk"), kind=ContactPoint.Kind.EMAIL)
        address = mine.order_by("verified_at", "id").values("value")[:1]
        return super().get_queryset(request).annotate(address=Subquery(address))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search names, and addresses by their beginning."""
        term = search_term.strip()
        if "@" in term or term.lstrip("+").isdigit():
            try:
                term = fold_email(term)
            except ValidationError:
                term = term.lower()
            owners = ContactPoint.objects.filter(value__startswith=term).values("person_id")
            return queryset.filter(pk__in=owners), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("e-mail address"))
    def email(self, person: Person) -> str:
        """Show one address."""
        return person.address or marks.EMPTY


class OrganisationImporter(FormImporter):
    """Organisations by slug."""

    model = Organisation
    key = ("slug",)
    columns = (
        Column("slug", required=True),
        Column(
            "kind", required=True, help=_("company, university, institution, international, government, hub or media")
        ),
        Column("name_en", required=True),
        Column("name_zh_hans"),
        Column("name_de"),
        Column("text_en"),
        Column("text_zh_hans"),
        Column("text_de"),
        Column("aliases", as_list, help=_("Separated by commas.")),
        Column("country", str.upper, help=_("Two letters, such as CN.")),
        Column("website"),
        Column("position", as_integer),
        Column("source", help=_("Slug of the source.")),
    )

    class form(HouseForm):  # noqa: N801 - the importer's form, named as its attribute
        class Meta:
            model = Organisation
            fields = (
                "slug",
                "kind",
                "name_en",
                "name_zh_hans",
                "name_de",
                "text_en",
                "text_zh_hans",
                "text_de",
                "aliases",
                "country",
                "website",
                "position",
                "source",
            )

        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            self.fields["source"].to_field_name = "slug"


class OrganisationAffiliations(HouseInline):
    """The people of an organisation."""

    model = Affiliation
    ledger = True
    fields = ("person", "role", "starts", "ends")
    readonly_fields = fields
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read the people along."""
        return super().get_queryset(request).select_related("person")


@admin.register(Organisation)
class OrganisationAdmin(HouseAdmin):
    """Companies, universities, authorities, media."""

    list_display = ("name", "kind", "country", "website", "parity", "origin")
    list_filter = ("kind", "provenance", "editions")
    search_fields = ("slug", "name_en", "name_zh_hans", "name_de")
    ordering = ("position", "name_en", "id")
    autocomplete_fields = ("source",)
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    inlines = (OrganisationAffiliations,)
    importer = OrganisationImporter
    export_fields = (
        ("slug", "slug"),
        ("kind", "kind"),
        ("name_en", "name_en"),
        ("name_zh_hans", "name_zh_hans"),
        ("name_de", "name_de"),
        ("aliases", "aliases"),
        ("country", "country"),
        ("website", "website"),
        ("position", "position"),
        ("source__slug", "source"),
    )


@admin.register(Consent)
class ConsentAdmin(HouseAdmin):
    """Answers to questions of consent; each change of mind is a new row."""

    ledger = True
    paginator = CappedPaginator
    list_display = ("at", "person", "purpose", "given", "text_version", "given_by")
    list_select_related = ("person",)
    list_filter = ("given",)
    search_fields = ("person__name", "=purpose")
    search_help_text = _("Part of the name, or the purpose.")
    ordering = ("-id",)
