"""How allauth sees the visitor."""

from allauth.account.adapter import DefaultAccountAdapter

from accounts.address import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Counts rate limits by the address that our own proxies saw."""

    def get_client_ip(self, request):
        return client_address(request)
