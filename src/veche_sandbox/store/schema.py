"""Tables of the sandbox. `place` is where a thing stands: a VK wall's group id, a Telegram chat id."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
  network TEXT NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, name TEXT NOT NULL DEFAULT '',
  linked_id INTEGER, extra TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (network, id));
CREATE TABLE IF NOT EXISTS people (
  network TEXT NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, is_bot INTEGER NOT NULL DEFAULT 0,
  username TEXT NOT NULL DEFAULT '', PRIMARY KEY (network, id));
CREATE UNIQUE INDEX IF NOT EXISTS people_by_name ON people (network, name) WHERE is_bot = 0;
CREATE TABLE IF NOT EXISTS tokens (
  value TEXT PRIMARY KEY, network TEXT NOT NULL, kind TEXT NOT NULL, user_id INTEGER, account_id INTEGER,
  revoked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS seats (
  network TEXT NOT NULL, user_id INTEGER NOT NULL, account_id INTEGER NOT NULL, status TEXT NOT NULL,
  rights TEXT NOT NULL DEFAULT '[]', PRIMARY KEY (network, user_id, account_id));
CREATE TABLE IF NOT EXISTS counters (
  network TEXT NOT NULL, place TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (network, place));
CREATE TABLE IF NOT EXISTS entries (
  network TEXT NOT NULL, place INTEGER NOT NULL, id INTEGER NOT NULL, kind TEXT NOT NULL, author_id INTEGER NOT NULL,
  author_name TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, edited_at INTEGER,
  deleted INTEGER NOT NULL DEFAULT 0,
  post_place INTEGER, post_id INTEGER, reply_to INTEGER, thread INTEGER, album TEXT NOT NULL DEFAULT '',
  extra TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (network, place, id));
CREATE INDEX IF NOT EXISTS entries_of_post ON entries (network, post_place, post_id);
CREATE TABLE IF NOT EXISTS photos (
  pk INTEGER PRIMARY KEY, network TEXT NOT NULL, owner_id INTEGER NOT NULL, id INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  mime TEXT NOT NULL, size INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, sha256 TEXT NOT NULL,
  body BLOB NOT NULL, UNIQUE (network, owner_id, id));
CREATE TABLE IF NOT EXISTS entry_photos (
  network TEXT NOT NULL, place INTEGER NOT NULL, entry_id INTEGER NOT NULL, position INTEGER NOT NULL,
  photo INTEGER NOT NULL REFERENCES photos (pk), PRIMARY KEY (network, place, entry_id, position));
CREATE TABLE IF NOT EXISTS files (
  pk INTEGER PRIMARY KEY, network TEXT NOT NULL, owner_id INTEGER NOT NULL, id INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, mime TEXT NOT NULL, size INTEGER NOT NULL,
  sha256 TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (network, owner_id, id));
CREATE TABLE IF NOT EXISTS pieces (
  address TEXT NOT NULL, begin INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (address, begin));
CREATE TABLE IF NOT EXISTS polls (
  pk INTEGER PRIMARY KEY, network TEXT NOT NULL, owner_id INTEGER NOT NULL, id INTEGER NOT NULL,
  question TEXT NOT NULL, options TEXT NOT NULL, multiple INTEGER NOT NULL, anonymous INTEGER NOT NULL,
  closes_at INTEGER, closed INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL, UNIQUE (network, owner_id, id));
CREATE TABLE IF NOT EXISTS poll_rules (
  poll INTEGER PRIMARY KEY REFERENCES polls (pk), rules TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS votes (
  poll INTEGER NOT NULL REFERENCES polls (pk), person INTEGER NOT NULL, option INTEGER NOT NULL,
  PRIMARY KEY (poll, person, option));
CREATE TABLE IF NOT EXISTS events (
  pk INTEGER PRIMARY KEY AUTOINCREMENT, network TEXT NOT NULL, owner_id INTEGER NOT NULL, id INTEGER NOT NULL,
  kind TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (network, owner_id, id));
CREATE TABLE IF NOT EXISTS webhooks (
  pk INTEGER PRIMARY KEY AUTOINCREMENT, network TEXT NOT NULL, owner_id INTEGER NOT NULL, url TEXT NOT NULL,
  secret TEXT NOT NULL DEFAULT '', sent INTEGER NOT NULL DEFAULT 0, extra TEXT NOT NULL DEFAULT '{}');
CREATE TABLE IF NOT EXISTS letters (
  network TEXT NOT NULL, owner_id INTEGER NOT NULL, id INTEGER NOT NULL, peer_id INTEGER NOT NULL,
  author_id INTEGER NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, edited_at INTEGER, reply_to INTEGER,
  extra TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (network, owner_id, id));
CREATE TABLE IF NOT EXISTS restrictions (
  network TEXT NOT NULL, place INTEGER NOT NULL, person INTEGER NOT NULL, at INTEGER NOT NULL, until INTEGER,
  extra TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (network, place, person));
CREATE TABLE IF NOT EXISTS complaints (
  pk INTEGER PRIMARY KEY, network TEXT NOT NULL, method TEXT NOT NULL, parameter TEXT NOT NULL,
  problem TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS calls (
  pk INTEGER PRIMARY KEY, network TEXT NOT NULL, method TEXT NOT NULL, token_kind TEXT NOT NULL, at REAL NOT NULL,
  fault TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS once (
  network TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (network, key));
CREATE TABLE IF NOT EXISTS faults (
  pk INTEGER PRIMARY KEY, network TEXT NOT NULL, method TEXT NOT NULL, fault TEXT NOT NULL, left INTEGER NOT NULL,
  seconds REAL NOT NULL);
CREATE TABLE IF NOT EXISTS notes (
  network TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (network, name));
"""
