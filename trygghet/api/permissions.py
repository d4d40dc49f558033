from trygghet.accounts.scope import Scope


def can_manage_tokens(scope: Scope) -> bool:
    """Make and revoke the keys of integrations: the central office and administrators."""
    return scope.is_central or scope.is_administrator
