/* The keys of the language as rows, and the one way in which a map of them is read.
 *
 * keys_read() checks a map against the rows of its place: unknown keys (B006, with the nearest known one), missing ones
 * (B007) and wrong shapes (B008). What it hands out has the shape that the row says, so readers behind it ask no more.
 */
#ifndef READ_KEYS_H
#define READ_KEYS_H

#include "base/nearest.h"
#include "read/yaml.h"

enum key {
#define KEY(place, key, ...) KEY_##place##_##key,
#include "read/keys.def"
#undef KEY
    KEY_COUNT,
};

enum key_place {
#define PLACE(name, called) PLACE_##name,
#include "read/places.def"
#undef PLACE
    PLACE_COUNT,
};

/* The shape that a value must have, and what its text, each of its items or its map is. The kinds that are places come
 * first and have the places' numbers. */
enum key_shape {
    SHAPE_SCALAR,
    SHAPE_LIST,
    SHAPE_MAP,
    SHAPE_TEXTS,
    SHAPE_SCALAR_OR_MAP,
    SHAPE_LIST_OR_MAP,
    SHAPE_SCALAR_OR_LIST
};
enum key_kind {
#define PLACE(name, called) KIND_##name,
#include "read/places.def"
#undef PLACE
#define KIND(name, called, title) KIND_##name,
#include "read/kinds.def"
#undef KIND
    KIND_COUNT,
};

/* A row of keys.def. */
struct key_row {
    enum key_place place;
    struct text name;
    enum key_shape shape;
    enum key_kind kind;
    bool needed;
    const char *meaning[LANG_COUNT];
};

/* While one file is read: where it comes from, whose it is, and which place is being read. */
struct reader {
    const struct source_file *file;
    struct arena *arena;
    struct text sop; /* the SOP's name, empty for a region */
    unsigned nears;  /* near names looked for so far */
    struct text at;  /* the place for waivers: `STEP`, `documents.KEY`, … */
};

/* The values of one map by key; NULL where absent, or where a finding already stands. */
struct found {
    const struct node *value[KEY_COUNT];
};

/* A finding of `code` at `span`, to be completed by the caller; NULL when memory is out (the arena then says so). */
struct finding *reader_report(struct reader *r, enum finding_code code, struct span span);

/* B008 and B009: what was found under the key `name`, and what was expected. B009 can be completed as above. */
void reader_shape(struct reader *r, struct span span, struct text name, enum phrase want);
struct finding *reader_value(struct reader *r, const struct node *node, struct text name, enum phrase want);

/* The search for what was meant by `wanted`, for the first hundred of a file: a thousand slips have one cause, and the
 * search is the dear part of a finding. */
struct nearest reader_nearest(struct reader *r, struct text wanted);

/* B003: more than a limit allows. */
void reader_limit(struct reader *r, struct span span, enum limit limit);

/* "`actor`, `step`, …" in the reader's arena, for a way out: READER_LISTED of the names at most. Empty when memory is
 * out. */
enum { READER_LISTED = 20 };
struct text reader_list(struct reader *r, const struct text *names, size_t n);

/* Reads `map` by the rows of `place` into `found`, of which it touches the rows of that place only. */
void keys_read(struct reader *r, const struct node *map, enum key_place place, struct found *found);

/* Is the key written in `map`, readable or not, or mistyped? What is written is not called missing a second time. */
bool keys_has(const struct node *map, enum key key);

/* Where the key is written in `map`; end 0 where it is not. */
struct span keys_span(const struct node *map, enum key key);

const struct key_row *key_row(enum key key);

/* The name of a key as it is written. */
struct text key_name(enum key key);

/* What findings call a place: "a step", "a document". */
enum phrase key_place_phrase(enum key_place place);

#endif
