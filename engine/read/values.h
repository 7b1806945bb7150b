/* Scalars and lists read by the type that their place demands. Each reports B009 at the value when it cannot be read,
 * and then answers the type's "absent". A NULL node is absent, too. */
#ifndef READ_VALUES_H
#define READ_VALUES_H

#include "model/sop.h"
#include "read/keys.h"

/* The values that are one of a few words, each with the set that it belongs to. */
enum word_set { SET_ANSWER, SET_BOOLEAN, SET_DAY, SET_GIVEN, SET_STATUS, SET_TYPE };
enum word {
#define WORD(set, word) WORD_##set##_##word,
#include "read/words.def"
#undef WORD
    WORD_COUNT,
};
enum word_set word_set(enum word word);
const char *word_text(enum word word);
bool value_is(const struct node *node, enum word word);

struct text value_text(const struct node *node);
struct span value_span(const struct node *node);
struct texts value_texts(struct reader *r, const struct node *node);
const struct span *value_spans(struct reader *r, const struct node *node); /* of each of its texts */
bool value_true(struct reader *r, const struct node *node, enum key key);
calendar_date value_date(struct reader *r, const struct node *node, enum key key);
uint32_t value_year(struct reader *r, const struct node *node, enum key key); /* 0: absent */
struct lines value_lines(struct reader *r, const struct node *node, enum key key);
struct duration value_duration(struct reader *r, const struct node *node, enum key key, const struct days *days);
struct duration value_wall(struct reader *r, const struct node *node, enum key key);

/* The key that an author gives to an actor or document: false with a finding unless it is `[a-z0-9-]+`. */
bool value_is_key(struct reader *r, const struct node *node, struct text what);

/* The first item of a text or a list of texts; walk on with `->next`. */
const struct node *value_first(const struct node *node);
size_t value_count(const struct node *node);

/* `LEFT.RIGHT` in the reader's arena: the name of a place. */
struct text value_place(struct reader *r, struct text left, struct text right);

#endif
