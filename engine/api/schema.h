/* A JSON Schema while it is made: what schema.c (maps) and schema_values.c (texts) share. */
#ifndef API_SCHEMA_H
#define API_SCHEMA_H

#include "api/answer.h"
#include "read/values.h"

struct schema {
    struct report report;
    bool wanted[KIND_COUNT]; /* was referred to, so it needs a definition */
};

/* {"$ref": …} to the definition of a kind. */
json_t *schema_ref(struct schema *s, enum key_kind kind);

/* {keyword: [left, right]}, which are taken over. */
json_t *schema_any_of(struct schema *s, json_t *left, json_t *right);

/* {"type":"array","items":items}, which is taken over. */
json_t *schema_list(struct schema *s, json_t *items);

/* One of the words of a set. */
json_t *schema_words(struct schema *s, enum word_set set);

/* A whole number from `low` to `high`, as a number or as a text of up to as many digits. */
json_t *schema_count(struct schema *s, int64_t low, int64_t high);

/* The schema of each kind that is no place, without its title. */
#define KIND(name, called, title) json_t *schema_of_##called(struct schema *s);
#include "read/kinds.def"
#undef KIND

#endif
