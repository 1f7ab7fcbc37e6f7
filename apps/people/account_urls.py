"""Addresses of the account pages; what is named here wins over the library's own page."""

from django.urls import include, path

from apps.people.views import sign_in

urlpatterns = [
    path("login/", sign_in.AddressView.as_view(), name="account_login"),
    path("login/code/", sign_in.to_sign_in, name="account_request_login_code"),
    path("login/code/confirm/", sign_in.CodeView.as_view(), name="account_confirm_login_code"),
    path("login/password/", sign_in.PasswordLoginView.as_view(), name="account_login_password"),
    path("signup/", sign_in.SignUpView.as_view(), name="account_signup"),
    path("", include("allauth.urls")),
]
