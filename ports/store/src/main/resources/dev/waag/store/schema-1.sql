-- Entries of the ledger that have their number and are durable, until the tiles hold them: those that were entered together, as a bundle
-- (C2SP tlog-tiles), by the number of the last one.
CREATE TABLE entry (
  number INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  bundle BLOB NOT NULL
);

-- What an upstream last said of a project. Times are milliseconds since 1970 UTC.
CREATE TABLE project (
  upstream TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  status_reason TEXT NOT NULL,
  etag TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  fetched_at INTEGER NOT NULL,
  fresh_until INTEGER NOT NULL,
  has_times INTEGER NOT NULL,
  policy TEXT NOT NULL,
  PRIMARY KEY (upstream, name)
) WITHOUT ROWID;

-- A file as it was first seen, what changed upstream since then, and the last decision on it.
CREATE TABLE file (
  upstream TEXT NOT NULL,
  project TEXT NOT NULL,
  filename TEXT NOT NULL,
  place INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  seen BLOB NOT NULL,
  latest BLOB,
  changed TEXT,
  verdict TEXT NOT NULL,
  rules TEXT NOT NULL,
  reasons BLOB,
  entry INTEGER NOT NULL,
  judged_at INTEGER NOT NULL,
  changes_at INTEGER NOT NULL,
  PRIMARY KEY (upstream, project, filename)
) WITHOUT ROWID;

-- Core metadata of a wheel: the digest of the METADATA blob and whether the wheel itself has confirmed it.
CREATE TABLE metadata (
  upstream TEXT NOT NULL,
  project TEXT NOT NULL,
  filename TEXT NOT NULL,
  wheel TEXT NOT NULL,
  body BLOB NOT NULL,
  confirmed INTEGER NOT NULL,
  PRIMARY KEY (upstream, project, filename)
) WITHOUT ROWID;

-- Provenance objects of files (PEP 740), byte for byte as the upstream first gave them. The tag says which bytes the file had.
CREATE TABLE provenance (
  upstream TEXT NOT NULL,
  project TEXT NOT NULL,
  filename TEXT NOT NULL,
  tag TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (upstream, project, filename)
) WITHOUT ROWID;

-- Digests of files whose upstream names no SHA-256, computed when they came.
CREATE TABLE observed (
  upstream TEXT NOT NULL,
  project TEXT NOT NULL,
  filename TEXT NOT NULL,
  tag TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (upstream, project, filename, tag)
) WITHOUT ROWID;

-- Exceptions granted through the API; those of the policy file stay in the file.
CREATE TABLE waiver (
  id TEXT PRIMARY KEY,
  body BLOB NOT NULL,
  entry INTEGER NOT NULL
) WITHOUT ROWID;

-- Projects that are published here. Times are milliseconds since 1970 UTC.
CREATE TABLE hosted_project (
  name TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  status_reason TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Their files. A deleted one keeps its row, so that its name is never used again; "unique_name" is equal for file names that mean the same distribution.
CREATE TABLE hosted_file (
  project TEXT NOT NULL,
  filename TEXT NOT NULL,
  unique_name TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  md5 TEXT NOT NULL,
  blake2b TEXT NOT NULL,
  size INTEGER NOT NULL,
  requires_python TEXT NOT NULL,
  metadata_sha256 TEXT NOT NULL,
  attested INTEGER NOT NULL,
  yanked TEXT,
  publisher TEXT NOT NULL,
  publisher_claims BLOB NOT NULL,
  uploaded_at INTEGER NOT NULL,
  deleted_at INTEGER,
  entry INTEGER NOT NULL,
  PRIMARY KEY (project, filename)
) WITHOUT ROWID;
CREATE UNIQUE INDEX hosted_file_name ON hosted_file(unique_name);
CREATE INDEX hosted_file_digest ON hosted_file(sha256);

-- What was delivered with a release besides its files: attestations, provenance, SBOM, receipts, as they came.
CREATE TABLE hosted_evidence (
  project TEXT NOT NULL,
  filename TEXT NOT NULL,
  kind TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  body BLOB NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (project, filename, kind, sha256)
) WITHOUT ROWID;

-- What a release was made of or needs: from its metadata, its SBOM and its provenance. "range" is a specifier, "version" an exact one.
CREATE TABLE release_input (
  project TEXT NOT NULL,
  version TEXT NOT NULL,
  filename TEXT NOT NULL,
  source TEXT NOT NULL,
  input TEXT NOT NULL,
  input_version TEXT NOT NULL,
  input_range TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (project, version, filename, source, input, input_version, input_range, sha256)
) WITHOUT ROWID;
CREATE INDEX release_input_name ON release_input(input);

-- Approvals of a release: of the files whose digests together have this digest.
CREATE TABLE approval (
  project TEXT NOT NULL,
  version TEXT NOT NULL,
  files TEXT NOT NULL,
  approver TEXT NOT NULL,
  at INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (project, version, files, approver)
) WITHOUT ROWID;

-- The files in each channel.
CREATE TABLE channel_file (
  channel TEXT NOT NULL,
  project TEXT NOT NULL,
  version TEXT NOT NULL,
  filename TEXT NOT NULL,
  PRIMARY KEY (channel, project, filename)
) WITHOUT ROWID;
CREATE INDEX channel_file_project ON channel_file(project, version);

-- Every move of a channel, in order: the release that it points to since.
CREATE TABLE channel_move (
  number INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  project TEXT NOT NULL,
  action TEXT NOT NULL,
  version TEXT NOT NULL,
  head TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  entry INTEGER NOT NULL
);
CREATE INDEX channel_move_project ON channel_move(project, channel, number);

-- Releases that nobody may have any more, hosted or not.
CREATE TABLE recall (
  id TEXT NOT NULL,
  project TEXT NOT NULL,
  version TEXT NOT NULL,
  advisory TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (project, version, id)
) WITHOUT ROWID;

-- Advisories that people were told of, release by release.
CREATE TABLE noticed_advisory (
  advisory TEXT NOT NULL,
  project TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (advisory, project, version)
) WITHOUT ROWID;

-- Who was given which file, by the number of the ledger's entry; how often, where it was again and again in the same quarter of a second.
CREATE TABLE delivery (
  entry INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  project TEXT NOT NULL,
  version TEXT NOT NULL,
  filename TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX delivery_release ON delivery(project, version);

-- The index at an instant, by the digest of its content.
CREATE TABLE snapshot (
  id TEXT PRIMARY KEY,
  body BLOB NOT NULL,
  at INTEGER NOT NULL,
  entry INTEGER NOT NULL
) WITHOUT ROWID;

-- Changes that wait for a second person.
CREATE TABLE proposal (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  body BLOB NOT NULL,
  proposer TEXT NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  entry INTEGER NOT NULL
) WITHOUT ROWID;

-- What must outlive the process and has one value.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Every version of the trust root (TUF root metadata), as it is served.
CREATE TABLE trust_root (
  version INTEGER PRIMARY KEY,
  body BLOB NOT NULL,
  entry INTEGER NOT NULL
);

-- Where the private half of each key that still signs is kept; the key store holds it, encrypted.
CREATE TABLE signing_key (
  id TEXT PRIMARY KEY,
  place TEXT NOT NULL
) WITHOUT ROWID;

-- Users, tokens and trusted publishers as JSON, with the ledger entry of their last change. Of a token only the digest is in it.
CREATE TABLE identity (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body BLOB NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- When each token was last used; brought up to date about once a minute, without a ledger entry.
CREATE TABLE token_use (
  id TEXT PRIMARY KEY,
  used_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Identities of CI jobs that were exchanged already, until they are over by themselves: each is good once.
CREATE TABLE spent_identity (
  issuer TEXT NOT NULL,
  id TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, id)
) WITHOUT ROWID;

-- The one release of a project that a CI job's token was used for.
CREATE TABLE token_release (
  token TEXT NOT NULL,
  project TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (token, project)
) WITHOUT ROWID;
-- The newest checkpoint of each other log that this one cosigned as a witness.
CREATE TABLE witnessed (
  origin TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  root BLOB NOT NULL
) WITHOUT ROWID;

-- Keys under which cached files are encrypted, each wrapped under the storage key of that number, which is kept at that place.
CREATE TABLE data_key (
  number INTEGER PRIMARY KEY,
  storage_key INTEGER NOT NULL,
  place TEXT NOT NULL,
  wrapped BLOB NOT NULL
);
-- What inspecting a file told, by its bytes and its name: facts for the policy, and findings and profile for people and later releases (JSON).
CREATE TABLE inspection (
  sha256 TEXT NOT NULL,
  filename TEXT NOT NULL,
  project TEXT NOT NULL,
  version TEXT NOT NULL,
  revision INTEGER NOT NULL,
  inspected_at INTEGER NOT NULL,
  facts BLOB NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (sha256, filename)
) WITHOUT ROWID;

CREATE INDEX inspection_of_project ON inspection (project);
-- What was found out about the provenance of files: who attested them, or why that does not count (fault). The tag says which bytes the file had,
-- root by which trusted root it was judged.
CREATE TABLE attested (
  upstream TEXT NOT NULL,
  project TEXT NOT NULL,
  filename TEXT NOT NULL,
  tag TEXT NOT NULL,
  root TEXT NOT NULL,
  fault TEXT NOT NULL,
  kind TEXT NOT NULL,
  repository TEXT NOT NULL,
  workflow TEXT NOT NULL,
  environment TEXT NOT NULL,
  PRIMARY KEY (upstream, project, filename)
) WITHOUT ROWID;

-- Changes of provenance that somebody accepted: that publisher (empty: nobody) of that release.
CREATE TABLE provenance_accepted (
  project TEXT NOT NULL,
  version TEXT NOT NULL,
  publisher TEXT NOT NULL,
  owner TEXT NOT NULL,
  reason TEXT NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (project, version, publisher)
) WITHOUT ROWID;

-- Receipts, as JSON with the ledger entry of their last change; the signed statement once they are closed.
CREATE TABLE receipt (
  id TEXT PRIMARY KEY,
  body BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  envelope BLOB,
  entry INTEGER NOT NULL
) WITHOUT ROWID;

-- What was served under a receipt, once a file: the entry is that of its first download.
CREATE TABLE receipt_file (
  receipt TEXT NOT NULL,
  project TEXT NOT NULL,
  filename TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  decision TEXT NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (receipt, project, filename)
) WITHOUT ROWID;

CREATE INDEX receipt_file_sha256 ON receipt_file (sha256);

-- Which projects' pages were asked for under a receipt.
CREATE TABLE receipt_page (
  receipt TEXT NOT NULL,
  project TEXT NOT NULL,
  PRIMARY KEY (receipt, project)
) WITHOUT ROWID;

-- Who had a key of the ring sign what, and where the ledger says so: nobody approves what they signed, and what a key signed before its
-- end stays good.
CREATE TABLE signed_payload (
  sha256 TEXT NOT NULL,
  actor TEXT NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (sha256, entry)
) WITHOUT ROWID;
