"""The account with which somebody signs in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.privacy import tags
from apps.people.addresses import fold_email


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the address is kept in its comparable form."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        """Make an account; without a password one signs in by code."""
        user = self.model(email=fold_email(email), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> "User":
        """Make an account that may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **more)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its address, however it is typed; what is no address is no account."""
        try:
            return self.get(email=fold_email(username or ""))
        except ValidationError as error:
            raise self.model.DoesNotExist from error


class User(AbstractBaseUser, PermissionsMixin):
    """An account. It exists from the first login and belongs to at most one person."""

    PRIVACY = tags(
        personal="email person language",
        secret="password",
        technical="id is_staff is_active is_superuser date_joined last_login",
    )

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    person = models.OneToOneField(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="user",
        verbose_name=_("person"),
    )
    language = models.CharField(_("language"), max_length=7, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("first login"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """Return the person's name, or the address where no person is known yet."""
        return self.person.name if self.person_id else self.email

    def get_short_name(self) -> str:
        """Return what a greeting uses."""
        return self.get_full_name()
