"""Privacy tags for the tables of libraries."""

from apps.core.privacy import register_library

TECHNICAL = (
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
    "admin.LogEntry",
    "sessions.Session",
)
for label in TECHNICAL:
    register_library(label, technical="*")

register_library("account.EmailAddress", personal="user email", technical="id verified primary")
register_library("account.EmailConfirmation", personal="email_address", secret="key", technical="id created sent")
register_library("mfa.Authenticator", personal="user", secret="data", technical="id type created_at last_used_at")
