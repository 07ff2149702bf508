-- The index of one generation. A thing's id is a hash of its IRI, so that rows can point at each other in any order.

CREATE TABLE about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE thing (
  id INTEGER PRIMARY KEY,
  iri TEXT NOT NULL,
  family TEXT NOT NULL,      -- Actor, Place, Zone, Strike, Agreement, Claim, Article, Incident; '' for what no article names
  kind TEXT NOT NULL,        -- local name of the narrowest class
  label TEXT NOT NULL,
  sort_label TEXT NOT NULL,
  factuality TEXT,
  status TEXT,
  stance TEXT,
  earliest TEXT,
  latest TEXT,
  day TEXT NOT NULL DEFAULT '',   -- what "newest" sorts by; empty where unknown
  when_text TEXT,
  killed TEXT,
  injured TEXT,
  sentence TEXT,
  article INTEGER,           -- of what one article alone speaks of
  publisher TEXT,            -- of articles
  published TEXT,            -- of articles
  language TEXT,             -- of articles
  articles INTEGER NOT NULL,
  mentions INTEGER NOT NULL,
  aliases INTEGER NOT NULL DEFAULT 0,
  claims INTEGER NOT NULL DEFAULT 0,
  root INTEGER,              -- of claims: the row of the grid
  disputed INTEGER NOT NULL DEFAULT 0,
  single INTEGER NOT NULL DEFAULT 0,
  latitude REAL,
  longitude REAL
);

-- A value that is a thing, once for each article that gives it. stated: the direct triple is there.
CREATE TABLE fact (
  subject INTEGER NOT NULL,
  property TEXT NOT NULL,
  object INTEGER NOT NULL,
  article INTEGER NOT NULL,  -- 0: no article's graph
  stated INTEGER NOT NULL,
  node TEXT,                 -- the relation node that tells the words
  factuality TEXT,
  PRIMARY KEY (subject, property, object, article)
) WITHOUT ROWID;

-- How articles call a thing.
CREATE TABLE alias (
  thing INTEGER NOT NULL,
  text TEXT NOT NULL,
  mentions INTEGER NOT NULL,
  articles INTEGER NOT NULL,
  PRIMARY KEY (thing, text)
) WITHOUT ROWID;

CREATE TABLE facet (
  family TEXT NOT NULL,
  name TEXT NOT NULL,
  value NOT NULL,            -- a word, or the id of a thing
  thing INTEGER NOT NULL,
  PRIMARY KEY (family, name, value, thing)
) WITHOUT ROWID;

CREATE TABLE facet_count (
  family TEXT NOT NULL,
  name TEXT NOT NULL,
  value NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (family, name, value)
) WITHOUT ROWID;

-- One row of the claims grid: claims about one event, or a claim and those about it.
CREATE TABLE grid_row (
  root INTEGER PRIMARY KEY,
  claims INTEGER NOT NULL,
  day TEXT NOT NULL,
  disputed INTEGER NOT NULL,
  single INTEGER NOT NULL
);

CREATE TABLE kind_count (family TEXT, kind TEXT, count INTEGER, PRIMARY KEY (family, kind)) WITHOUT ROWID;

-- Uses of each term of the ontology: subjects of a class, triples of a property, values that are a concept.
CREATE TABLE use (term TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE version (program TEXT, model TEXT, rules TEXT, articles INTEGER);

CREATE VIRTUAL TABLE entry USING fts5(
  iri UNINDEXED, kind UNINDEXED, thing UNINDEXED, text, tokenize='unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE name USING fts5(
  text, thing UNINDEXED, weight UNINDEXED, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3'
);

-- Words of names, by which misspelt ones are mended. plain: without accents, and in letters that a keyboard has.
CREATE TABLE word (plain TEXT NOT NULL, word TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (plain, word)) WITHOUT ROWID;

-- What is read from the graph, before it is put together.
CREATE TABLE raw_seen (
  thing INTEGER, article INTEGER, iri TEXT, family TEXT, kind TEXT, label TEXT, factuality TEXT, status TEXT,
  stance TEXT, published TEXT, publisher TEXT, language TEXT, evidence INTEGER
);
CREATE TABLE raw_mention (thing INTEGER, article INTEGER, name TEXT);
CREATE TABLE raw_sentence (mention INTEGER PRIMARY KEY, text TEXT, article INTEGER);
CREATE TABLE raw_moment (thing INTEGER PRIMARY KEY, text TEXT, earliest TEXT, latest TEXT);
CREATE TABLE raw_amount (thing INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE raw_label (thing INTEGER, kind TEXT, text TEXT, iri TEXT, PRIMARY KEY (thing, kind, text)) WITHOUT ROWID;
CREATE TABLE raw_lies (thing INTEGER, geometry INTEGER);
CREATE TABLE raw_shape (geometry INTEGER PRIMARY KEY, latitude REAL, longitude REAL);
CREATE TABLE raw_version (program TEXT, model TEXT, rules TEXT);
