"""The REST API of Одноклассники, as its documentation and published clients show it."""
