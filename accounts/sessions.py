"""Sessions in PostgreSQL that know their user, so that all of an account's sessions can be ended at once."""

from django.contrib.sessions.backends.db import SessionStore as DBStore


class SessionStore(DBStore):
    """Django's database sessions, with the signed-in user in a column."""

    @classmethod
    def get_model_class(cls):
        from accounts.models import Session

        return Session

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.user_id = data.get("_auth_user_id")
        return session
