"""The Bot API dialect, written from the published table of methods (Bot API 10.1) and the published server's source."""
