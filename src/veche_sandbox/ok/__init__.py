"""The OK dialect: the REST API of Одноклассники, as in its documentation and published clients."""
